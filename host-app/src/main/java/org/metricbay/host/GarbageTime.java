package org.metricbay.host;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

/**
 * Measures for how long the JVM has hardly done anything but collect garbage. Then nothing fails,
 * and nothing makes progress. Measuring allocates nothing.
 */
final class GarbageTime {
  private final GarbageCollectorMXBean[] collectors =
      ManagementFactory.getGarbageCollectorMXBeans().toArray(new GarbageCollectorMXBean[0]);

  private long before = sum();
  private long wastedNanos;

  private long sum() {
    long millis = 0;
    for (GarbageCollectorMXBean collector : collectors) {
      millis += Math.max(0, collector.getCollectionTime());
    }
    return millis;
  }

  /**
   * Checks again.
   *
   * @param nanos how long ago it was last done
   */
  void look(long nanos) {
    long now = sum();
    add(nanos, TimeUnit.MILLISECONDS.toNanos(now - before));
    before = now;
  }

  /**
   * Wasted where less than a fifth of it was left for anything else. On a busy host that little may
   * take longer now and then, so only what was mostly spent on something else ends the waste.
   */
  void add(long nanos, long ofGarbage) {
    if (ofGarbage > nanos / 5 * 4) {
      wastedNanos += nanos;
    } else if (ofGarbage < nanos / 2) {
      wastedNanos = 0;
    }
  }

  /**
   * Whether it has collected for so long, and still has next to nothing. If memory is free again,
   * all may be well from now on.
   *
   * @param free bytes of the heap that is available
   * @param max the most bytes that the heap may have
   */
  boolean isInVainFor(long nanos, long free, long max) {
    return wastedNanos >= nanos && free < max / 4;
  }
}
