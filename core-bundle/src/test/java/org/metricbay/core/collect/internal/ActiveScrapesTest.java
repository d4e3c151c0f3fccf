package org.metricbay.core.collect.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class ActiveScrapesTest {
  private final ActiveScrapes scrapes = new ActiveScrapes();

  private Thread waiter() {
    Thread thread =
        new Thread(
            () -> {
              try {
                scrapes.await(Duration.ofSeconds(20));
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    thread.start();
    await().until(() -> thread.getState() != Thread.State.RUNNABLE);
    return thread;
  }

  @Test
  void doesNotWaitWhenThereAreNone() throws Exception {
    scrapes.await(Duration.ofDays(1));
  }

  @Test
  void waitsForEarlierScrapesButNotForLaterOnes() throws Exception {
    Object earlier = scrapes.begin();
    Thread waiter = waiter();
    scrapes.begin();
    assertThat(waiter.isAlive()).isTrue();
    scrapes.end(earlier);
    waiter.join();
  }

  @Test
  void waitsOnlySoLong() throws Exception {
    scrapes.begin();
    scrapes.await(Duration.ofMillis(20));
  }
}
