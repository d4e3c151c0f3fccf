package org.metricbay.core.collect.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.osgi.framework.BundleContext;

/** What becomes of scrapes whose end fails, as it does where a plugin has taken all memory. */
@Timeout(60)
final class BatchTest {
  private static final Duration LONG = Duration.ofSeconds(50);

  /** Offers nothing to anybody. */
  private static final BundleContext NOBODY =
      (BundleContext)
          Proxy.newProxyInstance(
              BatchTest.class.getClassLoader(),
              new Class<?>[] {BundleContext.class},
              (proxy, method, arguments) -> null);

  private final Workers workers = new Workers(NOBODY);
  private final Rounds rounds = new Rounds();

  @AfterEach
  void close() {
    workers.close();
  }

  private Batch batch(Duration limit, Runnable then) {
    return new Batch(workers, limit, then);
  }

  @Test
  void anEndThatRunsOutOfMemoryIsTriedAgain() throws Exception {
    AtomicInteger tries = new AtomicInteger();
    CompletableFuture<Integer> ended = new CompletableFuture<>();
    Batch batch =
        batch(
            LONG,
            () -> {
              if (tries.incrementAndGet() < 4) {
                throw new OutOfMemoryError("on purpose");
              }
              ended.complete(tries.get());
            });
    batch.begin();
    assertThat(ended.get(30, TimeUnit.SECONDS)).isEqualTo(4);
    assertThat(batch.isOver()).isTrue();
  }

  /** Else all scrapes to come would show what that one has collected. */
  @Test
  void nobodyJoinsAScrapeWhoseEndHasFailed() {
    Batch first =
        batch(
            LONG,
            () -> {
              throw new IllegalStateException("on purpose");
            });
    Rounds.Round round = rounds.begin(List.of(), first);
    assertThat(rounds.begin(List.of(), batch(LONG, () -> {}))).isSameAs(round);
    try {
      first.end();
    } catch (IllegalStateException e) {
      assertThat(e).hasMessage("on purpose");
    }
    assertThat(rounds.begin(List.of(), batch(LONG, () -> {}))).isNotSameAs(round);
  }

  @Test
  void nobodyJoinsAScrapeThatIsOutOfTime() {
    Batch first = batch(Duration.ofMillis(20), () -> {});
    Rounds.Round round = rounds.begin(List.of(), first);
    await().atMost(LONG).until(first::isOver);
    assertThat(rounds.begin(List.of(), batch(LONG, () -> {}))).isNotSameAs(round);
  }
}
