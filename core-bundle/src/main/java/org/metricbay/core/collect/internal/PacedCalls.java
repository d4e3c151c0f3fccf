package org.metricbay.core.collect.internal;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Calls those live collectors that want to be called beside the scrapes, each at its own pace.
 * Nothing of it runs while there are none. For use by any thread.
 */
final class PacedCalls {
  /** Has a thing done after a time, soon and by another thread. */
  @FunctionalInterface
  interface Clock {
    void after(Duration time, Runnable what);
  }

  private final Clock clock;
  private final BiConsumer<CollectorService, Runnable> caller;
  private final Set<CollectorService> known = new HashSet<>();

  /**
   * Calls none yet.
   *
   * @param caller begins a call, and runs what it is given at its end
   */
  PacedCalls(Clock clock, BiConsumer<CollectorService, Runnable> caller) {
    this.clock = clock;
    this.caller = caller;
  }

  /** The live collectors are now these. */
  synchronized void live(List<CollectorService> collectors) {
    known.removeIf(collector -> !collectors.contains(collector));
    for (CollectorService collector : collectors) {
      if (collector.pace().isBesideScrapes() && known.add(collector)) {
        // One that was on trial has just been called.
        boolean hasAnswered = collector.last().get().isPresent();
        callAfter(hasAnswered ? interval(collector) : Duration.ZERO, collector);
      }
    }
  }

  private static Duration interval(CollectorService collector) {
    return collector.pace().interval().orElse(Duration.ZERO);
  }

  private synchronized boolean isKnown(CollectorService collector) {
    return known.contains(collector);
  }

  private void callAfter(Duration time, CollectorService collector) {
    // The clock keeps nothing of a collector that goes meanwhile.
    WeakReference<CollectorService> reference = new WeakReference<>(collector);
    clock.after(
        time,
        () -> {
          CollectorService still = reference.get();
          if (still != null && isKnown(still)) {
            call(still);
          }
        });
  }

  private void call(CollectorService collector) {
    long begun = System.nanoTime();
    if (collector.last().isFrozen() || collector.hungRun() != null) {
      goOn(collector, begun);
      return;
    }
    try {
      caller.accept(collector, () -> goOn(collector, begun));
    } catch (RuntimeException | OutOfMemoryError e) {
      goOn(collector, begun); // The next one may be better off.
      throw e;
    }
  }

  /** The next call is due an interval after the last one began, or at once if that took longer. */
  private void goOn(CollectorService collector, long begun) {
    Duration left = interval(collector).minusNanos(System.nanoTime() - begun);
    callAfter(left.isNegative() ? Duration.ZERO : left, collector);
  }
}
