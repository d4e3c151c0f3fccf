package org.metricbay.core.deploy.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.metricbay.core.deploy.internal.Content.Artifact;

/** When each bundle that has failed is tried again. For use by one thread. */
final class Retries {
  private final Pauses pauses;
  private final Predicate<Artifact> runs;
  private final Map<String, Failure> failures = new HashMap<>();

  /** When all were to be tried again the last time. */
  private long asked = System.nanoTime();

  /**
   * The last failure of one.
   *
   * @param before how many were before it, after which it was tried again by itself
   * @param begun when it was begun to be tried
   * @param end when it had failed, by the clock that only goes on
   * @param shown the same by the clock that people read
   */
  private record Failure(Artifact artifact, int before, long begun, long end, Instant shown) {}

  /**
   * Nothing has failed.
   *
   * @param runs whether some version of this one does
   */
  Retries(Pauses pauses, Predicate<Artifact> runs) {
    this.pauses = pauses;
    this.runs = runs;
  }

  /**
   * It was tried, and has failed. Only if it was by itself, the next pause is longer.
   *
   * @param begun when it was begun to be tried
   */
  void failed(Artifact artifact, long begun) {
    Failure last = failures.get(artifact.digest());
    int before = last == null ? 0 : last.before() + (isAsked(last) ? 0 : 1);
    failures.put(
        artifact.digest(), new Failure(artifact, before, begun, System.nanoTime(), Instant.now()));
  }

  void ran(Artifact artifact) {
    failures.remove(artifact.digest());
  }

  /** Whether it was tried, and has failed and not run since. */
  boolean hasFailed(Artifact artifact) {
    return failures.containsKey(artifact.digest());
  }

  /** Those that have failed, and not run since. */
  List<Artifact> all() {
    return failures.values().stream().map(Failure::artifact).toList();
  }

  /** All are to be tried again, also those that are being tried just now and will fail. */
  void ask() {
    asked = System.nanoTime();
  }

  private boolean isAsked(Failure failure) {
    return asked - failure.begun() > 0;
  }

  /** Those of which no pause is left. */
  List<Artifact> due() {
    return failures.values().stream().filter(this::isDue).map(Failure::artifact).toList();
  }

  private boolean isDue(Failure failure) {
    return isAsked(failure) || System.nanoTime() - failure.end() >= pauseAfter(failure).toNanos();
  }

  /** As what runs may change meanwhile, so may this. */
  private Duration pauseAfter(Failure failure) {
    boolean stops = failure.artifact().stopFirst() && runs.test(failure.artifact());
    return pauses.after(failure.before(), stops);
  }

  /** How long the pause after the last failure is. */
  Duration pause(Artifact artifact) {
    return Optional.ofNullable(failures.get(artifact.digest()))
        .map(this::pauseAfter)
        .orElse(Duration.ZERO);
  }

  /** When the pause ends, if it has failed. */
  Optional<Instant> next(Artifact artifact) {
    return Optional.ofNullable(failures.get(artifact.digest()))
        .map(failure -> failure.shown().plus(pauseAfter(failure)));
  }

  /** Forgets all but these. */
  void retain(Set<String> digests) {
    failures.keySet().retainAll(digests);
  }
}
