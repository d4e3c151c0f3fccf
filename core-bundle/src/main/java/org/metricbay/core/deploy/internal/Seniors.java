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

  /**
   * What should run. Whoever is wanted for the first time has a place before anything is tried; but
   * whoever has failed only when it runs, as there was nothing to keep.
   */
  Plan plan(Plan.Folder folder, Refusals refused, Set<String> running, Outside outside) {
    Plan plan =
        Plan.of(folder, refused.digests(), new Precedence(shipped, places.byName()), outside);
    Set<String> named = new HashSet<>(running);
    folder.lastGood().values().forEach(artifact -> named.add(artifact.symbolicName()));
    // Of a library's versions only the best one's maker counts, or they would take turns.
    List<Artifact> wanted =
        plan.wanted().values().stream()
            .filter(plan::isBest)
            .filter(it -> named.contains(it.symbolicName()) || !refused.hasFailed(it))
            .sorted(OLDEST_FIRST)
            .toList();
    wanted.forEach(artifact -> named.add(artifact.symbolicName()));
    boolean fewer = places.retain(named);
    if (places.add(wanted, shipped) || fewer) {
      places.save();
      tellGate();
    }
    return plan;
  }

  /** It runs from now on. */
  void ran(Artifact artifact) {
    boolean isNew = places.ran(artifact);
    places.save();
    if (isNew) {
      tellGate();
    }
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
