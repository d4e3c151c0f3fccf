package org.metricbay.core.deploy.internal;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.metricbay.core.deploy.internal.Content.Artifact;
import org.osgi.framework.Bundle;

/**
 * What runs, by slot, and the former bundles of stop-first plugins, which are gone but whose last
 * values stand in until a successor runs. For use by one thread.
 */
final class Running {
  private final Map<String, Generation> running = new TreeMap<>();
  private final Map<String, Bundle> standIns = new HashMap<>();

  Map<String, Generation> byName() {
    return running;
  }

  Collection<Generation> all() {
    return running.values();
  }

  Map<String, Generation> byFile() {
    Map<String, Generation> byFile = new TreeMap<>();
    for (Generation generation : all()) {
      byFile.merge(
          generation.artifact().file(),
          generation,
          (one, other) ->
              one.artifact().version().compareTo(other.artifact().version()) > 0 ? one : other);
    }
    return byFile;
  }

  Optional<Generation> get(String name) {
    return Optional.ofNullable(running.get(name));
  }

  /** Whether something runs in its place, or hangs in its stop. */
  boolean has(Artifact artifact) {
    return get(artifact.slot()).filter(there -> !there.isGone()).isPresent();
  }

  Optional<Generation> of(Bundle bundle) {
    return all().stream().filter(generation -> generation.bundle().equals(bundle)).findFirst();
  }

  /** Whether somebody has just uninstalled one, which is about to be noticed. */
  boolean anyGone() {
    return all().stream().anyMatch(Generation::isGone);
  }

  List<Generation> named(String symbolicName) {
    return all().stream()
        .filter(generation -> generation.artifact().symbolicName().equals(symbolicName))
        .toList();
  }

  /** Also those that only a stand-in is left of. */
  Set<String> names() {
    Set<String> names = new TreeSet<>(running.keySet());
    names.addAll(standIns.keySet());
    return names;
  }

  /** The same by symbolic name. */
  Set<String> symbolicNames() {
    Set<String> names = new TreeSet<>(standIns.keySet());
    all().forEach(generation -> names.add(generation.artifact().symbolicName()));
    return names;
  }

  /** The bundle that a new one takes the place of. */
  Optional<Bundle> formerOf(String name) {
    return get(name).map(Generation::bundle).or(() -> Optional.ofNullable(standIns.get(name)));
  }

  /** What it comes after; of a library the version before may go on for others. */
  Optional<Generation> before(Artifact fresh) {
    return get(fresh.slot())
        .or(
            () ->
                named(fresh.symbolicName()).stream()
                    .filter(before -> before.artifact().file().equals(fresh.file()))
                    .findFirst());
  }

  /** What it takes the place of is returned. */
  Optional<Generation> put(Generation generation) {
    return Optional.ofNullable(running.put(generation.slot(), generation));
  }

  Optional<Generation> remove(String name) {
    return Optional.ofNullable(running.remove(name));
  }

  Optional<Bundle> removeStandIn(String name) {
    return Optional.ofNullable(standIns.remove(name));
  }

  /**
   * A stop-first plugin's bundle is gone before its successor runs; if that fails, it stands in.
   */
  void setAsideIfGone(String name) {
    get(name)
        .filter(Generation::isGone)
        .ifPresent(
            gone -> {
              running.remove(name);
              standIns.put(name, gone.bundle());
            });
  }
}
