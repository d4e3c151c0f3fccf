package org.metricbay.core.collect.internal;

import java.time.Duration;

/**
 * How long a collector has done nothing but fail: the time from the first to the last failed call
 * since its last good one. One failure alone is no time at all, however long ago it was, as nobody
 * has asked the collector since. Times are those of {@link System#nanoTime()}.
 */
final class FailingTime {
  private boolean failing;
  private long first;
  private long last;

  synchronized void failed(long at) {
    if (!failing) {
      first = at;
    }
    failing = true;
    last = at;
  }

  synchronized void succeeded() {
    failing = false;
  }

  synchronized Duration soFar() {
    return failing ? Duration.ofNanos(last - first) : Duration.ZERO;
  }

  /** The same if a call that began then has failed, but not returned, until now. */
  synchronized Duration withHungCall(long begun, long now) {
    return Duration.ofNanos(now - (failing ? first : begun));
  }
}
