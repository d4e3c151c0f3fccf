package org.metricbay.core.deploy.internal;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import org.metricbay.core.collect.Shipped;
import org.metricbay.core.collect.internal.PluginGate;
import org.metricbay.core.deploy.internal.Content.Artifact;

/**
 * Who was there first: sees to the places of the symbolic names in the folder, plans by them, and
 * tells the engine. For use by one thread.
 */
final class Seniors {
  private static final Comparator<Artifact> OLDEST_FIRST =
      Comparator.comparing(Artifact::modified).thenComparing(Artifact::file);

  private final Owners owners;
  private final PluginGate gate;
  private final Shipped shipped;
  private final Places places;

  /** Takes up what was kept. */
  static Seniors of(PluginBundles bundles, DeploySettings settings) {
    return new Seniors(
        bundles.owners(), bundles.gate(), settings.shipped(), settings.data().resolve("seniority"));
  }

  private Seniors(Owners owners, PluginGate gate, Shipped shipped, Path file) {
    this.owners = owners;
    this.gate = gate;
    this.shipped = shipped;
    this.places = new Places(file);
    tellGate();
  }

  private void tellGate() {
    gate.rank(new Ranks(owners, shipped, places.order()));
  }

  /** What should run. Whoever is wanted for the first time has a place before anything is tried. */
  Plan plan(Plan.Folder folder, Set<String> refused, Set<String> running, Outside outside) {
    Plan plan = Plan.of(folder, refused, new Precedence(shipped, places.byName()), outside);
    // Of a library's versions only the best one's maker counts, or they would take turns.
    List<Artifact> wanted =
        plan.wanted().values().stream().filter(plan::isBest).sorted(OLDEST_FIRST).toList();
    // What was refused before it ever ran had nothing to keep.
    Set<String> named = new HashSet<>(running);
    wanted.forEach(artifact -> named.add(artifact.symbolicName()));
    folder.lastGood().values().forEach(artifact -> named.add(artifact.symbolicName()));
    boolean fewer = places.retain(named);
    if (places.add(wanted, shipped) || fewer) {
      places.save();
      tellGate();
    }
    return plan;
  }

  /** It runs from now on. */
  void ran(Artifact artifact) {
    places.ran(artifact);
    places.save();
  }

  /** Forgets those whose files are gone, unless one may turn out to be theirs. */
  void retain(SortedMap<String, Content> contents, GoodVersions good, Set<String> running) {
    Set<String> names = new HashSet<>(good.names(contents));
    names.addAll(running);
    if (!Content.isAnyIncomplete(contents.values()) && places.retain(names)) {
      places.save();
      tellGate();
    }
  }
}
