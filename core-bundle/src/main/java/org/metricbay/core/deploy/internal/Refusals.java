package org.metricbay.core.deploy.internal;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.metricbay.core.deploy.internal.Content.Artifact;

/** Bundles that failed, by their digest, until their file changes. For use by one thread. */
final class Refusals {
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final int MOST_DOUBLINGS = 8;

  private final Map<String, Refusal> byDigest = new HashMap<>();

  /** When what may pass is tried again. */
  private final Map<String, Pause> pauses = new HashMap<>();

  /** What was tried once more when all else was done. */
  private final Set<String> hadChance = new HashSet<>();

  private record Pause(Artifact artifact, int failures, long end) {}

  Map<String, Refusal> byDigest() {
    return byDigest;
  }

  Set<String> digests() {
    return byDigest.keySet();
  }

  void put(Artifact artifact, Refusal refusal) {
    byDigest.put(artifact.digest(), refusal);
    if (refusal.passing()) {
      Pause before = pauses.get(artifact.digest());
      int failures = before == null ? 0 : before.failures() + 1;
      long end = System.nanoTime() + length(failures).toNanos();
      pauses.put(artifact.digest(), new Pause(artifact, failures, end));
    }
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
   * Forgets those whose pause is over, so that they are tried again.
   *
   * @param inUse whether something runs that would have to be stopped first
   */
  boolean forgetDue(Predicate<Artifact> inUse) {
    boolean any = false;
    for (Pause pause : pauses.values()) {
      if (System.nanoTime() - pause.end() >= 0
          && !(pause.artifact().stopFirst() && inUse.test(pause.artifact()))) {
        any |= byDigest.remove(pause.artifact().digest()) != null;
      }
    }
    return any;
  }

  /**
   * Forgets those that could not be resolved while others came and went at the same time, once for
   * each change of the folder.
   */
  boolean giveSecondChance() {
    return byDigest
        .entrySet()
        .removeIf(entry -> entry.getValue().unresolved() && hadChance.add(entry.getKey()));
  }

  /** Whatever may pass is tried again. */
  void forgetPassing() {
    byDigest.values().removeIf(refusal -> refusal.unresolved() || refusal.passing());
  }

  /** The same, but for what could only be tried if another version were stopped for it. */
  void forgetAtChange() {
    hadChance.clear();
    forgetUnresolved();
    for (Pause pause : pauses.values()) {
      if (!pause.artifact().stopFirst()) {
        byDigest.computeIfPresent(
            pause.artifact().digest(), (digest, refusal) -> refusal.passing() ? null : refusal);
      }
    }
  }

  /** What could not be resolved may find now what it needs. */
  void forgetUnresolved() {
    byDigest.values().removeIf(Refusal::unresolved);
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
