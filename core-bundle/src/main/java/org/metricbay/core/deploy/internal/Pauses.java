package org.metricbay.core.deploy.internal;

import java.time.Duration;

/**
 * How long to wait before what has failed is tried again by itself. Each pause is twice the one
 * before, up to 256 times the first.
 *
 * @param usual the first where nothing suffers by it
 * @param stopping the first where another version runs, and has to be stopped for it
 */
record Pauses(Duration usual, Duration stopping) {
  static final Pauses USUAL = new Pauses(Duration.ofSeconds(1), Duration.ofMinutes(1));

  private static final int MOST_DOUBLINGS = 8;

  Duration after(int failures, boolean stops) {
    return (stops ? stopping : usual).multipliedBy(1L << Math.min(failures, MOST_DOUBLINGS));
  }
}
