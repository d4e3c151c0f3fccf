package org.metricbay.core.deploy.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.metricbay.core.deploy.internal.Content.Artifact;

/** Bundles that failed, by their digest, until their file changes. For use by one thread. */
final class Refusals {
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final int MOST_DOUBLINGS = 8;

  /** So often what cannot be resolved is tried again because others have come or gone. */
  private static final int MOST_CHANCES = 5;

  private final Map<String, Refusal> byDigest = new HashMap<>();

  /** When what may pass is tried again. */
  private final Map<String, Pause> pauses = new HashMap<>();

  /** How often those could not be resolved since the folder changed. */
  private final Map<String, Integer> unresolved = new HashMap<>();

  /** What was tried once more when all else was done. */
  private final Set<String> hadChance = new HashSet<>();

  /** Its end by both clocks: one that only goes on, and the one that people read. */
  private record Pause(Artifact artifact, int failures, long end, Instant shown) {}

  Map<String, Refusal> byDigest() {
    return byDigest;
  }

  Set<String> digests() {
    return byDigest.keySet();
  }

  void put(Artifact artifact, Refusal refusal) {
    byDigest.put(artifact.digest(), refusal);
    if (refusal.unresolved()) {
      unresolved.merge(artifact.digest(), 1, Integer::sum);
    }
    if (refusal.passing()) {
      Pause before = pauses.get(artifact.digest());
      int failures = before == null ? 0 : before.failures() + 1;
      Duration length = length(failures);
      long end = System.nanoTime() + length.toNanos();
      pauses.put(artifact.digest(), new Pause(artifact, failures, end, Instant.now().plus(length)));
    }
  }

  /** Whether it was tried, and has failed and not run since. */
  boolean hasFailed(Artifact artifact) {
    return pauses.containsKey(artifact.digest());
  }

  /** It runs. */
  void ran(Artifact artifact) {
    pauses.remove(artifact.digest());
  }

  private static Duration length(int failures) {
    return FIRST_PAUSE.multipliedBy(1L << Math.min(failures, MOST_DOUBLINGS));
  }

  /** How long to wait until this is tried again; longer each time. */
  Duration pause(Artifact artifact) {
    Pause pause = pauses.get(artifact.digest());
    return length(pause == null ? 0 : pause.failures());
  }

  /**
   * When one that is refused is tried again by itself, if it is.
   *
   * @param inUse whether something runs that would have to be stopped first
   */
  Optional<Instant> nextTry(Artifact artifact, Predicate<Artifact> inUse) {
    return Optional.ofNullable(pauses.get(artifact.digest()))
        .filter(pause -> isPassing(artifact) && isTriedByItself(pause, inUse))
        .map(Pause::shown);
  }

  private static boolean isTriedByItself(Pause pause, Predicate<Artifact> inUse) {
    return !(pause.artifact().stopFirst() && inUse.test(pause.artifact()));
  }

  /**
   * Forgets those whose pause is over, so that they are tried again. Where nothing runs of what
   * stops first, all of its versions are tried, the best one first.
   *
   * @param inUse whether something runs that would have to be stopped first
   */
  boolean forgetDue(Predicate<Artifact> inUse) {
    boolean any = false;
    for (Pause pause : pauses.values()) {
      Artifact artifact = pause.artifact();
      boolean due = isPassing(artifact) && System.nanoTime() - pause.end() >= 0;
      if (due && isTriedByItself(pause, inUse)) {
        byDigest.remove(artifact.digest());
        if (artifact.stopFirst()) {
          forgetPassing(artifact.slot());
        }
        any = true;
      }
    }
    return any;
  }

  private boolean isPassing(Artifact artifact) {
    Refusal refusal = byDigest.get(artifact.digest());
    return refusal != null && refusal.passing();
  }

  private void forgetPassing(String slot) {
    for (Pause pause : pauses.values()) {
      if (pause.artifact().slot().equals(slot) && isPassing(pause.artifact())) {
        byDigest.remove(pause.artifact().digest());
      }
    }
  }

  /**
   * Forgets those that could not be resolved while others came and went at the same time, once for
   * each change of the folder.
   */
  boolean giveSecondChance() {
    return byDigest
        .entrySet()
        .removeIf(
            entry ->
                entry.getValue().unresolved()
                    && unresolved.getOrDefault(entry.getKey(), 0) < MOST_CHANCES
                    && hadChance.add(entry.getKey()));
  }

  /** Whatever may pass is tried again. */
  void forgetPassing() {
    unresolved.clear();
    byDigest.values().removeIf(refusal -> refusal.unresolved() || refusal.passing());
  }

  /**
   * The same, but for what could only be tried if another version were stopped for it.
   *
   * @param inUse whether something runs that would have to be stopped first
   */
  void forgetAtChange(Predicate<Artifact> inUse) {
    hadChance.clear();
    unresolved.clear();
    forgetUnresolved();
    for (Pause pause : pauses.values()) {
      if (isPassing(pause.artifact()) && isTriedByItself(pause, inUse)) {
        byDigest.remove(pause.artifact().digest());
      }
    }
  }

  /**
   * What could not be resolved may find now what it needs. Not for ever: where the framework does
   * not find what the plan sees, others could come because it fails, and go because it is tried.
   */
  void forgetUnresolved() {
    byDigest
        .entrySet()
        .removeIf(
            entry ->
                entry.getValue().unresolved()
                    && unresolved.getOrDefault(entry.getKey(), 0) < MOST_CHANCES);
  }

  /** Somebody wants to have the bundle of this name tried again. */
  void forget(String symbolicName, Map<String, Content> contents) {
    for (Content content : contents.values()) {
      if (content instanceof Artifact artifact && artifact.symbolicName().equals(symbolicName)) {
        byDigest.remove(artifact.digest());
      }
    }
  }

  /** Forgets what lies in no file any more, and is no last good version. */
  void retain(Map<String, Content> contents, Set<String> goodDigests) {
    Set<String> present = new HashSet<>(goodDigests);
    for (Content content : contents.values()) {
      if (content instanceof Artifact artifact) {
        present.add(artifact.digest());
      }
    }
    byDigest.keySet().retainAll(present);
    pauses.keySet().retainAll(present);
  }
}
