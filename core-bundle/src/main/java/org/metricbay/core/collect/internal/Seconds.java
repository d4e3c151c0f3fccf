package org.metricbay.core.collect.internal;

import java.time.Duration;

/** Times as people read them. */
final class Seconds {
  private Seconds() {}

  /** Such as {@code 0.25 s}. */
  static String of(Duration duration) {
    return duration.toMillis() / 1000.0 + " s";
  }
}
