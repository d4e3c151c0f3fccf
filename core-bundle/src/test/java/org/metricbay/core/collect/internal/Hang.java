package org.metricbay.core.collect.internal;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.metricbay.api.MetricFamily;

/** What a plugin does that does not answer until it is let go, or the test has ended. */
final class Hang implements AfterEachCallback {
  private final CountDownLatch release = new CountDownLatch(1);

  /** Whatever interrupts come. */
  List<MetricFamily> hang() {
    while (release.getCount() > 0) {
      try {
        release.await();
      } catch (InterruptedException e) {
        // It does not listen.
      }
    }
    return List.of();
  }

  /** The same, but an interrupt ends it. */
  void listening() throws InterruptedException {
    release.await();
  }

  void end() {
    release.countDown();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    end();
  }
}
