package org.metricbay.core.collect.internal;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.metricbay.api.MetricFamily;

/**
 * How a collector's last call ended, and what stands in for calls once it is frozen. What the call
 * gave is held weakly: of most collectors nobody needs it after the page is written, and what is
 * kept until the next call is copied by each collection of garbage. For use by any thread.
 */
final class LastOutcome {
  private volatile @Nullable Outcome last; // without its families
  private long endedAt;
  private WeakReference<List<MetricFamily>> families = new WeakReference<>(List.of());
  private boolean holding;
  private @Nullable List<MetricFamily> held;
  private volatile boolean frozen;
  private long frozenAt;
  private Duration keep = Duration.ZERO;

  /** Nothing before the first call has ended. */
  Optional<Outcome> get() {
    return Optional.ofNullable(last);
  }

  /**
   * Another call has ended. One that was under way when the collector was frozen counts too, as it
   * may be on a page already, unless it failed, for which the service's going is reason enough.
   */
  synchronized void set(Outcome outcome) {
    if (frozen && outcome.error().isPresent()) {
      return;
    }
    endedAt = System.nanoTime();
    families = new WeakReference<>(outcome.families());
    if (holding) {
      held = outcome.families();
    }
    last = outcome.withoutFamilies();
  }

  /** From now on keeps the values until the next ones are there, as they may be frozen. */
  synchronized void hold() {
    if (!holding) {
      holding = true;
      held = families.get();
    }
  }

  /**
   * From now on {@link #standIn()} is shown in place of calls. A second time changes nothing.
   *
   * @param keep for how long
   */
  synchronized void freeze(Duration keep) {
    if (!frozen) {
      hold();
      frozenAt = System.nanoTime();
      this.keep = keep;
      frozen = true;
    }
  }

  /** Calls count again, after a {@link #freeze}. */
  synchronized void thaw() {
    frozen = false;
  }

  /** Keeps values no longer than they are needed elsewhere, after a {@link #hold}. */
  synchronized void release() {
    holding = false;
    held = null;
  }

  synchronized boolean isHolding() {
    return holding;
  }

  boolean isFrozen() {
    return frozen;
  }

  /** What it gave last, as far as that is kept; nothing if it failed. */
  synchronized List<MetricFamily> families() {
    List<MetricFamily> kept = held != null ? held : families.get();
    return kept == null ? List.of() : kept;
  }

  /** How old the values are that its last call gave; nothing if it gave none. */
  synchronized Optional<Duration> ageOfLast() {
    Outcome known = last;
    return known == null || known.error().isPresent()
        ? Optional.empty()
        : Optional.of(Duration.ofNanos(System.nanoTime() - endedAt));
  }

  /** How old the values are that are shown in place of fresh ones; nothing if none are. */
  synchronized Optional<Duration> age() {
    long now = System.nanoTime();
    boolean shown = frozen && now - frozenAt < keep.toNanos();
    return shown ? Optional.of(Duration.ofNanos(now - endedAt)) : Optional.empty();
  }

  /** What is shown while it is frozen. */
  synchronized Outcome standIn() {
    Outcome known = last;
    if (age().isEmpty()) {
      return failed(
          "was stopped to be replaced, and after "
              + Seconds.of(keep)
              + " nothing runs in its place: its last values are too old to be shown");
    }
    if (known == null) {
      return failed("is being replaced");
    }
    return held != null
        ? known.with(held)
        : failed(
            "did not answer before it was stopped to be replaced, and its last values are gone");
  }

  private static Outcome failed(String why) {
    return Outcome.failed(why, Duration.ZERO);
  }
}
