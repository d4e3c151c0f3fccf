package org.metricbay.core.collect.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.metricbay.core.collect.internal.TestEngine.gauge;
import static org.metricbay.core.collect.internal.TestEngine.has;
import static org.metricbay.core.collect.internal.TestEngine.status;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.metricbay.api.MetricFamily;
import org.metricbay.core.collect.CollectRequest;
import org.metricbay.core.collect.CollectorState;
import org.metricbay.core.collect.Snapshot;
import org.metricbay.core.collect.UnknownCollectorException;

/** Which threads call plugins and complete answers that nobody waits for. */
@Timeout(60)
final class AnswersTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  @RegisterExtension private final Hang hang = new Hang();
  private final AtomicBoolean hangs = new AtomicBoolean();
  private final AtomicReference<Thread> caller = new AtomicReference<>();
  private final AtomicReference<Thread> collector = new AtomicReference<>();
  @TempDir private Path home;

  private List<MetricFamily> collected() {
    collector.set(Thread.currentThread());
    return hangs.get() ? hang.hang() : gauge("value", 1);
  }

  /** Asks for one plugin on a thread of the engine's. */
  private CompletableFuture<Snapshot> ask(TestEngine engine) {
    CompletableFuture<Snapshot> answer = new CompletableFuture<>();
    engine
        .engine()
        .threads()
        .execute(
            () -> {
              caller.set(Thread.currentThread());
              collect(engine, answer);
            });
    return answer;
  }

  private static void collect(TestEngine engine, CompletableFuture<Snapshot> answer) {
    try {
      engine.engine().collect(CollectRequest.only("one"), into(answer));
    } catch (UnknownCollectorException e) {
      answer.completeExceptionally(e);
    }
  }

  private static BiConsumer<@Nullable Snapshot, @Nullable Throwable> into(
      CompletableFuture<Snapshot> answer) {
    return (snapshot, failure) -> {
      if (failure == null) {
        answer.complete(snapshot);
      } else {
        answer.completeExceptionally(failure);
      }
    };
  }

  private static Snapshot scrape(TestEngine engine) {
    try {
      return engine.scrape();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private TestEngine started(double timeout) throws Exception {
    TestEngine engine = TestEngine.start(home, timeout);
    engine.add("one", this::collected);
    engine.awaitFirstCall("one");
    return engine;
  }

  @Test
  void theThreadThatAsksCollectsIfItIsTheEngines() throws Exception {
    try (TestEngine engine = started(20)) {
      assertThat(has(ask(engine).get(20, TimeUnit.SECONDS), "value")).isTrue();
      assertThat(collector.get()).isSameAs(caller.get());
    }
  }

  @Test
  void noOtherThreadCollects() throws Exception {
    try (TestEngine engine = started(20)) {
      CompletableFuture<Snapshot> answer = new CompletableFuture<>();
      collect(engine, answer);
      assertThat(has(answer.get(20, TimeUnit.SECONDS), "value")).isTrue();
      assertThat(collector.get()).isNotSameAs(Thread.currentThread());
    }
  }

  @Test
  void anotherAnswersIfTheOneThatAsksHangs() throws Exception {
    try (TestEngine engine = started(0.3)) {
      hangs.set(true);
      AtomicReference<Thread> answering = new AtomicReference<>();
      Snapshot page =
          ask(engine)
              .whenComplete((snapshot, failure) -> answering.set(Thread.currentThread()))
              .get(20, TimeUnit.SECONDS);
      assertThat(status(page, "one").state()).isEqualTo(CollectorState.HUNG);
      assertThat(collector.get()).isSameAs(caller.get());
      await().atMost(LONG).until(() -> answering.get() != null);
      assertThat(answering.get()).isNotSameAs(caller.get());
    }
  }

  @Test
  void anUnknownCollectorIsToldAtOnce() throws Exception {
    try (TestEngine engine = started(20)) {
      CompletableFuture<Snapshot> answer = new CompletableFuture<>();
      assertThatThrownBy(() -> engine.engine().collect(CollectRequest.only("two"), into(answer)))
          .isInstanceOf(UnknownCollectorException.class);
      assertThat(answer).isNotDone();
    }
  }

  @Test
  void nobodyWaitsForAnEngineThatHasEnded() throws Exception {
    CompletableFuture<Snapshot> waiting;
    try (TestEngine engine = started(50)) {
      hangs.set(true);
      collector.set(null);
      waiting = CompletableFuture.supplyAsync(() -> scrape(engine));
      await().atMost(LONG).until(() -> collector.get() != null);
    }
    assertThat(status(waiting.get(20, TimeUnit.SECONDS), "one").state())
        .isEqualTo(CollectorState.HUNG);
  }
}
