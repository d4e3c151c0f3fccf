package org.metricbay.core.collect.internal;

import static org.awaitility.Awaitility.await;

import java.lang.ref.WeakReference;
import java.time.Duration;

/** What nobody holds any more. */
final class Garbage {
  private Garbage() {}

  static void awaitCollected(WeakReference<?> reference) {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> {
              System.gc();
              return reference.refersTo(null);
            });
  }
}
