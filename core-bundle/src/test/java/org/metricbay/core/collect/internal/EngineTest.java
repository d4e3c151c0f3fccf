package org.metricbay.core.collect.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.metricbay.core.collect.internal.TestEngine.gauge;
import static org.metricbay.core.collect.internal.TestEngine.has;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.metricbay.api.MetricFamily;
import org.metricbay.core.collect.CollectRequest;
import org.metricbay.core.collect.CollectorResult;
import org.metricbay.core.collect.CollectorState;
import org.metricbay.core.collect.CollectorStatus;
import org.metricbay.core.collect.Snapshot;
import org.metricbay.core.collect.UnknownCollectorException;

/** What plugins may do to the engine, and what comes of it on the page. */
@Timeout(60)
final class EngineTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  private final CountDownLatch release = new CountDownLatch(1);
  @TempDir private Path home;

  @AfterEach
  void endWhatHangs() {
    release.countDown();
  }

  private List<MetricFamily> hang() {
    while (release.getCount() > 0) {
      try {
        release.await();
      } catch (InterruptedException e) {
        // It does not listen.
      }
    }
    return List.of();
  }

  /** Waits until the call at its coming is over, as a scrape would share it until then. */
  private static void awaitFirstCall(TestEngine engine, String name) {
    await()
        .until(
            () ->
                engine.engine().collectors().stream()
                    .filter(status -> status.name().equals(name))
                    .anyMatch(status -> status.state() == CollectorState.OK));
  }

  private static Snapshot scrape(TestEngine engine) {
    try {
      return engine.scrape();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static CollectorStatus status(Snapshot snapshot, String name) {
    return snapshot.result(name).map(CollectorResult::status).orElseThrow();
  }

  private static void failsWith(TestEngine engine, String name, String error) throws Exception {
    Snapshot page = engine.scrape();
    assertThat(status(page, name).state()).isEqualTo(CollectorState.FAILED);
    assertThat(status(page, name).error().orElse("")).startsWith(error);
  }

  @Test
  void whateverAPluginThrowsOrReturnsCostsOnlyItsOwnMetrics() throws Exception {
    try (TestEngine engine = TestEngine.start(home, 5)) {
      engine.add("good", () -> gauge("good_value", 1));
      engine.add("null", () -> null);
      engine.add("null-family", () -> Arrays.asList((MetricFamily) null));
      engine.add(
          "twice", () -> List.of(gauge("twice_value", 1).get(0), gauge("twice_value", 2).get(0)));
      engine.add("deep", this::endless);
      engine.add("greedy", () -> List.of(gauge("x" + new int[Integer.MAX_VALUE].length, 1).get(0)));
      engine.add(
          "unlinked",
          () -> {
            throw new NoClassDefFoundError("org/example/Missing");
          });
      engine.add(
          "silent",
          () -> {
            throw new IllegalStateException() {
              private static final long serialVersionUID = 1L;

              @Override
              public String getMessage() {
                throw new UnsupportedOperationException();
              }
            };
          });

      failsWith(engine, "null", "IllegalArgumentException: collect() returned null");
      failsWith(engine, "null-family", "IllegalArgumentException: collect() returned a list with");
      failsWith(engine, "twice", "IllegalArgumentException: collect() returned family twice_value");
      failsWith(engine, "deep", "StackOverflowError");
      failsWith(engine, "greedy", "OutOfMemoryError");
      failsWith(engine, "unlinked", "NoClassDefFoundError: org/example/Missing");
      assertThat(status(engine.scrape(), "silent").state()).isEqualTo(CollectorState.FAILED);
      assertThat(status(engine.scrape(), "good").state()).isEqualTo(CollectorState.OK);
      assertThat(has(engine.scrape(), "good_value")).isTrue();
    }
  }

  @SuppressWarnings("InfiniteRecursion")
  private List<MetricFamily> endless() {
    return endless();
  }

  /** What was given before is not kept: only what is given to the last call. */
  @Test
  void whatAFrozenPluginGaveLastIsShownUnlessItHangs() throws Exception {
    try (TestEngine engine = TestEngine.start(home, 0.5)) {
      AtomicInteger calls = new AtomicInteger();
      engine.add("good", () -> gauge("good_value", calls.incrementAndGet()));
      engine.add("hung", () -> calls.get() > 1 ? hang() : gauge("hung_value", 1));
      awaitFirstCall(engine, "good");
      awaitFirstCall(engine, "hung");
      calls.set(7);
      System.gc();
      engine.freeze(Duration.ofMillis(200), LONG);
      System.gc();
      for (int i = 0; i < 2; i++) {
        Snapshot page = engine.scrape();
        assertThat(page.families()).contains(gauge("good_value", 8).get(0));
        assertThat(has(page, "metricbay_collector_age_seconds")).isTrue();
        assertThat(has(page, "hung_value")).isFalse();
      }
      failsWith(engine, "hung", "did not answer before it was stopped to be replaced");
      assertThat(calls).hasValue(8);
    }
  }

  @Test
  void aHangingPluginOccupiesOneThreadAndIsNotCalledAgain() throws Exception {
    try (TestEngine engine = TestEngine.start(home, 0.2)) {
      AtomicInteger calls = new AtomicInteger();
      engine.add("good", () -> gauge("good_value", 1));
      engine.add(
          "hung",
          () -> {
            calls.incrementAndGet();
            return hang();
          });
      engine.scrape();
      for (int i = 0; i < 3; i++) {
        Snapshot page = engine.scrape();
        assertThat(has(page, "good_value")).isTrue();
        assertThat(status(page, "hung").state()).isEqualTo(CollectorState.HUNG);
        assertThat(status(page, "hung").error().orElse("")).startsWith("has not answered for ");
      }
      assertThat(calls).hasValue(1);

      release.countDown();
      await()
          .atMost(LONG)
          .until(() -> status(engine.scrape(), "hung").state() == CollectorState.OK);
    }
  }

  @Test
  void manyHangingPluginsHoldUpNobody() throws Exception {
    try (TestEngine engine = TestEngine.start(home, 0.5)) {
      for (int i = 0; i < 20; i++) {
        engine.add("a-hung-" + i, this::hang);
      }
      engine.add("good", () -> gauge("good_value", 1));
      assertThat(has(engine.scrape(), "good_value")).isTrue();
    }
  }

  @Test
  void anInterruptForOnePluginDoesNotReachTheNextOnItsThread() throws Exception {
    try (TestEngine engine = TestEngine.start(home, 0.3)) {
      AtomicBoolean interrupted = new AtomicBoolean();
      engine.add(
          "slow",
          () -> {
            release.await();
            return List.of();
          });
      engine.add(
          "next",
          () -> {
            if (Thread.currentThread().isInterrupted()) {
              interrupted.set(true);
            }
            return gauge("next_value", 1);
          });
      engine.add(
          "self",
          () -> {
            Thread.currentThread().interrupt();
            return List.of();
          });
      for (int i = 0; i < 5; i++) {
        engine.scrape();
      }
      assertThat(interrupted).isFalse();
    }
  }

  @Test
  void aScrapeWithLittleTimeDoesNotSpoilTheRunOfOneWithMore() throws Exception {
    try (TestEngine engine = TestEngine.start(home, 20)) {
      engine.add("slow", () -> gauge("slow_value", 0));
      engine.scrape();
      CountDownLatch begun = new CountDownLatch(1);
      engine.add(
          "waits",
          () -> {
            begun.countDown();
            release.await();
            return gauge("waits_value", 1);
          });
      CompletableFuture<Snapshot> patient =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return engine.scrape();
                } catch (Exception e) {
                  throw new IllegalStateException(e);
                }
              });
      begun.await();
      // Joins the run of the other, which goes on to wait for it.
      await().atMost(LONG).until(() -> waitsForARun(patient));
      Snapshot hasty = engine.scrape(Duration.ofMillis(50));
      assertThat(has(hasty, "waits_value")).isFalse();
      release.countDown();

      Snapshot full = patient.get(20, TimeUnit.SECONDS);
      assertThat(has(full, "waits_value")).isTrue();
      assertThat(status(full, "waits").state()).isEqualTo(CollectorState.OK);
    }
  }

  private static boolean waitsForARun(CompletableFuture<Snapshot> scrape) {
    return !scrape.isDone()
        && Thread.getAllStackTraces().values().stream()
            .anyMatch(
                trace ->
                    Arrays.stream(trace)
                        .anyMatch(
                            frame ->
                                frame.getClassName().equals(Workers.class.getName())
                                    && frame.getMethodName().equals("runAll")));
  }

  @Test
  void aScrapeAfterAnotherRunsAllAnew() throws Exception {
    try (TestEngine engine = TestEngine.start(home, 20)) {
      AtomicInteger calls = new AtomicInteger();
      engine.add("first", () -> gauge("first_value", calls.get()));
      engine.add(
          "shared",
          () -> {
            calls.incrementAndGet();
            return gauge("shared_value", 1);
          });
      engine.scrape();
      int before = calls.get();
      engine.scrape();
      engine.scrape();
      assertThat(calls).hasValue(before + 2);
    }
  }

  @Test
  void whatATrialGaveIsNotShownByAScrape() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    try (TestEngine engine = TestEngine.start(home, 20)) {
      engine.add("clock", () -> gauge("clock", calls.incrementAndGet()));
      engine.add("slow", this::hang);
      awaitFirstCall(engine, "clock");
      CompletableFuture<Snapshot> scrape = CompletableFuture.supplyAsync(() -> scrape(engine));
      await().until(() -> calls.get() == 2);
      // The scrape still waits for the slow one, so others would share what it has run.
      engine.trial(Duration.ofMillis(100));
      assertThat(calls).hasValue(3);
      release.countDown();
      assertThat(has(scrape.get(20, TimeUnit.SECONDS), "clock")).isTrue();
    }
  }

  @Test
  void pluginsRunSideBySide() throws Exception {
    try (TestEngine engine = TestEngine.start(home, 20)) {
      AtomicBoolean meet = new AtomicBoolean();
      CyclicBarrier meeting = new CyclicBarrier(2);
      for (String name : new String[] {"name-1", "name-2"}) {
        engine.add(
            name,
            () -> {
              if (meet.get()) {
                meeting.await(15, TimeUnit.SECONDS);
              }
              return List.of();
            });
      }
      // Each may be in its first call, which came before the scrape; the scrape waits for it.
      engine.scrape();
      meet.set(true);
      assertThat(engine.scrape().results())
          .allSatisfy(r -> assertThat(r.status().state()).isEqualTo(CollectorState.OK));
    }
  }

  @Test
  void twoPluginsThatTurnOutToHaveOneNameDoNotFailTheScrape() throws Exception {
    try (TestEngine engine = TestEngine.start(home, 5)) {
      AtomicBoolean named = new AtomicBoolean();
      engine.add("demo", () -> gauge("a_value", 1));
      engine.scrape();
      engine.add(
          TestEngine.plugin(
              () -> {
                if (!named.get()) {
                  throw new IllegalStateException("not yet");
                }
                return "demo";
              },
              () -> gauge("b_value", 1)));
      assertThat(engine.scrape().results()).hasSize(2);
      named.set(true);

      Snapshot page = engine.scrape();
      assertThat(page.results()).hasSize(1);
      assertThat(has(page, "a_value")).isTrue();
      assertThat(engine.engine().collectors())
          .extracting(CollectorStatus::state)
          .containsExactly(CollectorState.OK, CollectorState.DUPLICATE);
    }
  }

  @Test
  void filtersByNameAndListsTheNamesThatThereAre() throws Exception {
    try (TestEngine engine = TestEngine.start(home, 5)) {
      engine.add("a", () -> gauge("a_value", 1));
      engine.add("b", () -> gauge("b_value", 1));
      engine.scrape();
      Snapshot onlyA = engine.engine().collect(CollectRequest.only("a"));
      assertThat(has(onlyA, "a_value")).isTrue();
      assertThat(has(onlyA, "b_value")).isFalse();
      Snapshot butA = engine.engine().collect(new CollectRequest(Set.of(), Set.of("a"), LONG));
      assertThat(has(butA, "a_value")).isFalse();
      assertThat(has(butA, "b_value")).isTrue();
      assertThatThrownBy(() -> engine.engine().collect(CollectRequest.only("c")))
          .isInstanceOf(UnknownCollectorException.class)
          .hasMessage("there is no collector \"c\"; there are: a, b");
    }
  }

  @Test
  void aNewPluginThatHangsLeavesTheOthersHalfTheTime() throws Exception {
    try (TestEngine engine = TestEngine.start(home, 4)) {
      engine.add("good", () -> gauge("good_value", 1));
      engine.scrape();
      engine.add(
          TestEngine.plugin(
              () -> {
                hang();
                return "late";
              },
              List::of));
      long begun = System.nanoTime();
      assertThat(has(engine.scrape(), "good_value")).isTrue();
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(4));
    }
  }

  @Test
  void badNamesAreToldAndTheirPluginsNeverLost() throws Exception {
    try (TestEngine engine = TestEngine.start(home, 5)) {
      engine.add("not a name\n", List::of);
      List<String> errors = new ArrayList<>();
      engine.scrape().results().forEach(r -> r.status().error().ifPresent(errors::add));
      assertThat(errors)
          .singleElement()
          .asString()
          .startsWith("IllegalArgumentException: name() returned \"not a name \": give 1 to 100");
    }
  }
}
