package org.metricbay.soak;

import java.time.Duration;

/**
 * How much of the load is wanted.
 *
 * @param cycles how many things are done at most
 * @param time how long they are done at most
 */
record Extent(int cycles, Duration time) {
  private static final Duration FOR_EVER = Duration.ofDays(365);
  private static final Duration WARM_UP = Duration.ofMinutes(5);

  static Extent ofCycles(int cycles) {
    return new Extent(cycles, FOR_EVER);
  }

  static Extent ofMinutes(int minutes) {
    return new Extent(Integer.MAX_VALUE, Duration.ofMinutes(minutes));
  }

  /** For the warm-up. */
  Extent quarter() {
    Duration quarter = time.dividedBy(4);
    return new Extent(cycles / 4, quarter.compareTo(WARM_UP) < 0 ? quarter : WARM_UP);
  }

  boolean isOver(int done, long beginNanos) {
    return done >= cycles || System.nanoTime() - beginNanos >= time.toNanos();
  }

  boolean isLong() {
    return cycles == Integer.MAX_VALUE;
  }
}
