package org.metricbay.core.deploy.internal;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.osgi.framework.Bundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which plugins were restarted because of their wires since anything else has changed, so that none
 * is for ever: it may be that the framework finds no better way. For use by one thread.
 */
final class Renewals {
  private static final Logger LOG = LoggerFactory.getLogger("metricbay.deploy");

  /** More in a row than any change could need. */
  private static final int MOST = 5;

  /** More for one change of the folder, or one other try, whatever comes and goes after it. */
  private static final int MOST_IN_ALL = 20;

  private final Map<String, Integer> counts = new HashMap<>();

  /** The same since the folder has changed, or something was tried again that had failed. */
  private final Map<String, Integer> inAll = new HashMap<>();

  /** What each wanted when it was restarted for better providers than those it had. */
  private final Map<String, Set<String>> wanted = new HashMap<>();

  /** Bundles whose re-wiring failed; they keep their old wiring. */
  private final Set<Bundle> cannot = new HashSet<>();

  /** Those of which a renewal may help; they count as renewed. */
  List<Generation> due(List<Wires.Stale> stale) {
    return stale.stream().filter(this::isDue).map(Wires.Stale::generation).toList();
  }

  private boolean isDue(Wires.Stale stale) {
    String name = stale.generation().slot();
    if (cannot.contains(stale.generation().bundle())) {
      return false;
    }
    if (!stale.usesWhatIsGone() && stale.better().equals(wanted.get(name))) {
      return false;
    }
    int count = counts.merge(name, 1, Integer::sum);
    int all = inAll.merge(name, 1, Integer::sum);
    if (count > MOST || all > MOST_IN_ALL) {
      if (count == MOST + 1 || all == MOST_IN_ALL + 1) {
        LOG.warn(
            "{} was run anew {} times in a row for its wires to other bundles and still has not"
                + " those that it should have; it goes on with what it has",
            stale.generation().artifact().label(),
            Math.max(count, all) - 1);
      }
      return false;
    }
    wanted.put(name, stale.better());
    return true;
  }

  void cannot(Generation generation) {
    cannot.removeIf(bundle -> bundle.getState() == Bundle.UNINSTALLED);
    cannot.add(generation.bundle());
  }

  void forget() {
    counts.clear();
    wanted.clear();
    cannot.clear();
  }

  void folderChanged() {
    forget();
    triedAgain();
  }

  void triedAgain() {
    inAll.clear();
  }
}
