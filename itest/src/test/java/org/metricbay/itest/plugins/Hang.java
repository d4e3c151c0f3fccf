package org.metricbay.itest.plugins;

import java.util.concurrent.CountDownLatch;

/** Does not come back. */
final class Hang {
  private Hang() {}

  /** Not even when interrupted. */
  static void forGood() {
    CountDownLatch never = new CountDownLatch(1);
    while (never.getCount() > 0) {
      try {
        never.await();
      } catch (InterruptedException e) {
        // That is what makes it a bad plugin.
      }
    }
  }
}
