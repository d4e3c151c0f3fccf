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

/** Bundles that failed, by their digest, until they are tried again. For use by one thread. */
final class Refusals {
  /** So often what cannot be resolved is tried again because others have come or gone. */
  private static final int MOST_CHANCES = 5;

  private final Map<String, Refusal> byDigest = new HashMap<>();
  private final Retries retries;

  /** How often those could not be resolved since the folder changed. */
  private final Map<String, Integer> unresolved = new HashMap<>();

  /** What was tried once more when all else was done. */
  private final Set<String> hadChance = new HashSet<>();

  /** Refuses nothing. */
  Refusals(Retries retries) {
    this.retries = retries;
  }

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
  }

  /**
   * It was tried, and has failed.
   *
   * @param begun when it was begun to be tried
   */
  void failed(Artifact artifact, Refusal refusal, long begun) {
    put(artifact, refusal);
    if (refusal.passing()) {
      retries.failed(artifact, begun);
    }
  }

  /** Whether it was tried, and has failed and not run since. */
  boolean hasFailed(Artifact artifact) {
    return retries.hasFailed(artifact);
  }

  /** It runs. */
  void ran(Artifact artifact) {
    retries.ran(artifact);
  }

  /** How long to wait until this is tried again. */
  Duration pause(Artifact artifact) {
    return retries.pause(artifact);
  }

  /** When one that is refused is tried again by itself, if it is. */
  Optional<Instant> nextTry(Artifact artifact) {
    return isPassing(artifact) ? retries.next(artifact) : Optional.empty();
  }

  /**
   * Forgets those whose pause is over, so that they are tried again; of what stops first all
   * versions, so that the best one comes first. Not while it is tried, or its former brought back.
   *
   * @param tried whether something of this slot is being tried
   */
  boolean forgetDue(Predicate<String> tried) {
    boolean any = false;
    for (Artifact due : retries.due()) {
      if (isPassing(due) && !tried.test(due.slot())) {
        byDigest.remove(due.digest());
        if (due.stopFirst()) {
          forgetPassing(other -> other.slot().equals(due.slot()));
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

  private void forgetPassing(Predicate<Artifact> which) {
    for (Artifact artifact : retries.all()) {
      if (which.test(artifact) && isPassing(artifact)) {
        byDigest.remove(artifact.digest());
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

  /** Whatever may pass is tried again; what stops another version for it, when all else is done. */
  void ask() {
    retries.ask();
    hadChance.clear();
    unresolved.clear();
    forgetUnresolved();
    forgetPassing(artifact -> !artifact.stopFirst());
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
    Set<String> present = Content.digests(contents.values());
    present.addAll(goodDigests);
    byDigest.keySet().retainAll(present);
    retries.retain(present);
  }
}
