package org.metricbay.core.deploy.internal;

import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.metricbay.core.collect.internal.PluginGate;
import org.metricbay.core.deploy.internal.Content.Artifact;
import org.osgi.framework.Bundle;

/**
 * The plugins that are installed already when a reconciler begins, as this bundle, or one that it
 * needs, was restarted. Each goes on until the reconciler has put the same beside it, since nobody
 * knows what has happened to it meanwhile.
 *
 * @param adopted the last one of each symbolic name
 * @param others what is to be removed
 */
record Leftovers(List<Generation> adopted, List<Bundle> others) {
  private static final Pattern LOCATION =
      Pattern.compile("(?<file>.*)\\?sha256=(?<digest>[0-9a-f]{64})&install=\\d+");

  static Leftovers of(PluginBundles bundles) {
    Owners owners = bundles.owners();
    PluginGate gate = bundles.gate();
    // What scrapes see is preferred, then what runs, then what came last.
    Comparator<Generation> bestFirst =
        Comparator.comparing((Generation found) -> !gate.isLive(found.bundle()))
            .thenComparing(found -> !found.isStarted())
            .thenComparing(found -> -found.bundle().getBundleId());
    List<Generation> adopted = new ArrayList<>();
    List<Bundle> others = new ArrayList<>();
    Map<String, List<Generation>> byName = new HashMap<>();
    for (Bundle bundle : owners.found()) {
      Matcher location = LOCATION.matcher(bundle.getLocation());
      if (location.matches()) {
        Generation found = generation(bundle, location);
        byName.computeIfAbsent(found.slot(), slot -> new ArrayList<>()).add(found);
      } else {
        others.add(bundle);
      }
    }
    for (List<Generation> sameName : byName.values()) {
      sameName.sort(bestFirst);
      adopted.add(sameName.get(0));
      sameName.stream().skip(1).map(Generation::bundle).forEach(others::add);
    }
    adopted.forEach(bundles::seeTo);
    return new Leftovers(adopted, others);
  }

  private static Generation generation(Bundle bundle, Matcher location) {
    String path = URI.create(location.group("file")).getPath();
    Artifact artifact =
        new Artifact(
            path.substring(path.lastIndexOf('/') + 1),
            location.group("digest"),
            String.valueOf(bundle.getSymbolicName()),
            bundle.getVersion(),
            0,
            false,
            Ties.of(name -> bundle.getHeaders("").get(name)),
            Maker.UNKNOWN);
    return new Generation(bundle, artifact, false);
  }

  /** Does so, once the framework has done what it was asked to refresh, if there is anything. */
  void takeOver(Running running, Departures departures, Wirings wirings) {
    if (!adopted.isEmpty() || !others.isEmpty()) {
      wirings.awaitRefreshes();
      adopted.forEach(running::put);
      others.forEach(departures::retire);
    }
  }
}
