package org.metricbay.core.deploy.internal;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Time that somebody needs who has a limit, for what is not to count. For use by any thread. */
final class ExtraTime {
  private long ended;
  private long begun;
  private boolean underWay;

  /** Does this, which does not count. */
  <T> T during(Callable<T> work) throws Exception {
    begin();
    try {
      return work.call();
    } finally {
      end();
    }
  }

  private synchronized void begin() {
    begun = System.nanoTime();
    underWay = true;
  }

  private synchronized void end() {
    ended += System.nanoTime() - begun;
    underWay = false;
  }

  /** How much there was until now. */
  synchronized Duration taken() {
    return Duration.ofNanos(ended + (underWay ? System.nanoTime() - begun : 0));
  }
}
