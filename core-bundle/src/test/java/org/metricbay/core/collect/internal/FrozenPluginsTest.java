package org.metricbay.core.collect.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.metricbay.core.collect.internal.TestEngine.gauge;
import static org.metricbay.core.collect.internal.TestEngine.has;

import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.metricbay.api.MetricFamily;
import org.metricbay.core.collect.CollectRequest;
import org.metricbay.core.collect.Snapshot;

/** What is shown of plugins whose services are away, to be replaced. */
@Timeout(60)
final class FrozenPluginsTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  @RegisterExtension private final Hang hang = new Hang();
  @TempDir private Path home;

  @Test
  void whatAFrozenPluginGaveLastIsShown() throws Exception {
    try (TestEngine engine = TestEngine.start(home, 0.5)) {
      AtomicInteger calls = new AtomicInteger(6);
      engine.add("good", () -> gauge("good_value", calls.incrementAndGet()));
      engine.awaitFirstCall("good");
      engine.freeze(Duration.ofMillis(200), LONG);
      System.gc();
      for (int i = 0; i < 2; i++) {
        Snapshot page = engine.scrape();
        assertThat(page.families()).contains(gauge("good_value", 8).get(0));
        assertThat(has(page, "metricbay_collector_age_seconds")).isTrue();
      }
      assertThat(calls).hasValue(8);
    }
  }

  @Test
  void ofOneThatHangsItIsShownOnlyIfItWasHeld() throws Exception {
    try (TestEngine engine = TestEngine.start(home, 0.5)) {
      AtomicBoolean hangs = new AtomicBoolean();
      engine.add("lost", () -> hangs.get() ? hang.hang() : gauge("lost_value", 1));
      engine.awaitFirstCall("lost");
      System.gc();
      engine.hold();
      engine.add("held", () -> hangs.get() ? hang.hang() : gauge("held_value", 2));
      engine.awaitFirstCall("held");
      System.gc();
      hangs.set(true);
      engine.freeze(Duration.ofMillis(200), LONG);
      Snapshot page = engine.scrape();
      assertThat(page.families()).contains(gauge("held_value", 2).get(0));
      assertThat(has(page, "lost_value")).isFalse();
      engine.failsWith("lost", "did not answer before it was stopped to be replaced");
    }
  }

  @Test
  void itIsAlsoShownByAScrapeThatWaitsInVainMeanwhile() throws Exception {
    try (TestEngine engine = TestEngine.start(home, 2)) {
      AtomicInteger calls = new AtomicInteger();
      engine.hold();
      engine.add("held", () -> calls.incrementAndGet() > 1 ? hang.hang() : gauge("held_value", 1));
      engine.awaitFirstCall("held");
      CompletableFuture<Snapshot> scrape = engine.begin(CollectRequest.all());
      await().atMost(LONG).until(() -> calls.get() == 2);
      engine.freeze(Duration.ofMillis(50), LONG);
      assertThat(scrape).isNotDone();
      Snapshot page = scrape.get(20, TimeUnit.SECONDS);
      assertThat(page.families()).contains(gauge("held_value", 1).get(0));
      assertThat(has(page, "metricbay_collector_age_seconds")).isTrue();
    }
  }

  /** A plugin that counts its calls, and one that is slow in the call before the freeze. */
  private static final class SlowFreeze {
    final AtomicInteger calls = new AtomicInteger();
    final CountDownLatch secondCall = new CountDownLatch(1);
    final CountDownLatch thirdCall = new CountDownLatch(1);
    final CountDownLatch slowCall = new CountDownLatch(1);
    private final TestEngine engine;
    private final CountDownLatch freezing = new CountDownLatch(1);

    SlowFreeze(TestEngine engine) {
      this.engine = engine;
      engine.add("count", this::count);
      engine.add("slow", this::slow);
      engine.awaitFirstCall("count");
      engine.awaitFirstCall("slow");
    }

    private List<MetricFamily> count() throws InterruptedException {
      int call = calls.incrementAndGet();
      if (call == 2) {
        secondCall.await();
      } else if (call == 3) {
        thirdCall.await();
      }
      return gauge("calls", call);
    }

    private List<MetricFamily> slow() throws InterruptedException {
      if (calls.get() > 1) {
        freezing.countDown();
        slowCall.await();
      }
      return List.of();
    }

    /** Freezes both; its own call of the counting one is the second, which a scrape shares. */
    CompletableFuture<Void> freezeAfterTwoCalls() throws Exception {
      CompletableFuture<Snapshot> scrape = scrapeOfCount();
      await().atMost(LONG).until(() -> calls.get() == 2);
      CompletableFuture<Void> freeze =
          CompletableFuture.runAsync(
              () -> {
                try {
                  engine.freeze(LONG, LONG);
                } catch (InterruptedException e) {
                  throw new IllegalStateException(e);
                }
              });
      freezing.await();
      secondCall.countDown();
      assertThat(scrape.get(20, TimeUnit.SECONDS).families()).contains(gauge("calls", 2).get(0));
      return freeze;
    }

    CompletableFuture<Snapshot> scrapeOfCount() {
      return engine.begin(new CollectRequest(Set.of("count"), Set.of(), LONG));
    }
  }

  @Test
  void whatAScrapeGotJustBeforeIsShown() throws Exception {
    try (TestEngine engine = TestEngine.start(home, 20)) {
      SlowFreeze plugins = new SlowFreeze(engine);
      CompletableFuture<Void> freeze = plugins.freezeAfterTwoCalls();
      plugins.thirdCall.countDown();
      Garbage.awaitCollected(
          new WeakReference<>(plugins.scrapeOfCount().get(20, TimeUnit.SECONDS)));
      plugins.slowCall.countDown();
      freeze.get(20, TimeUnit.SECONDS);
      assertThat(engine.scrape().families()).contains(gauge("calls", 3).get(0));
    }
  }

  /** Otherwise counters would go back. */
  @Test
  void whatAScrapeGetsMeanwhileIsShownFromThenOn() throws Exception {
    try (TestEngine engine = TestEngine.start(home, 20)) {
      SlowFreeze plugins = new SlowFreeze(engine);
      CompletableFuture<Void> freeze = plugins.freezeAfterTwoCalls();
      CompletableFuture<Snapshot> scrape = plugins.scrapeOfCount();
      await().atMost(LONG).until(() -> plugins.calls.get() == 3);
      plugins.slowCall.countDown();
      freeze.get(20, TimeUnit.SECONDS);
      assertThat(engine.scrape().families()).contains(gauge("calls", 2).get(0));
      plugins.thirdCall.countDown();
      assertThat(scrape.get(20, TimeUnit.SECONDS).families()).contains(gauge("calls", 3).get(0));
      assertThat(engine.scrape().families()).contains(gauge("calls", 3).get(0));
    }
  }
}
