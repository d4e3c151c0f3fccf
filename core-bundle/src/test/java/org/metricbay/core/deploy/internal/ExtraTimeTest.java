package org.metricbay.core.deploy.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class ExtraTimeTest {
  private static final Duration SOME = Duration.ofMillis(50);

  private final ExtraTime extra = new ExtraTime();

  @Test
  void thereIsNoneAtFirst() {
    assertThat(extra.taken()).isZero();
  }

  @Test
  void workCountsWhileItIsUnderWayAndNoMoreAfterwards() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      Future<Boolean> work =
          thread.submit(
              () ->
                  extra.during(
                      () -> {
                        release.await();
                        return true;
                      }));
      await().until(() -> extra.taken().compareTo(SOME) > 0);
      release.countDown();
      assertThat(work.get()).isTrue();
    } finally {
      thread.shutdownNow();
    }
    Duration ended = extra.taken();
    assertThat(ended).isGreaterThan(SOME);
    assertThat(extra.taken()).isEqualTo(ended);
  }

  @Test
  void workThatFailsEndsToo() {
    assertThatThrownBy(
            () ->
                extra.during(
                    () -> {
                      throw new IOException("told to");
                    }))
        .hasMessage("told to");
    assertThat(extra.taken()).isEqualTo(extra.taken());
  }
}
