package org.metricbay.core.collect.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.metricbay.core.collect.internal.TestEngine.gauge;
import static org.metricbay.core.collect.internal.TestEngine.has;
import static org.metricbay.core.collect.internal.TestEngine.status;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.metricbay.core.collect.CollectRequest;
import org.metricbay.core.collect.CollectorState;
import org.metricbay.core.collect.Snapshot;

/** Which scrapes share the calls of plugins, and which do not. */
@Timeout(60)
final class SharedRunsTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  @RegisterExtension private final Hang hang = new Hang();
  @TempDir private Path home;

  private static boolean waitsForARun(CompletableFuture<Snapshot> scrape) {
    return !scrape.isDone()
        && Thread.getAllStackTraces().values().stream()
            .anyMatch(
                trace ->
                    Arrays.stream(trace)
                        .anyMatch(
                            frame ->
                                frame.getClassName().equals(Caller.class.getName())
                                    && frame.getMethodName().equals("await")));
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
            hang.listening();
            return gauge("waits_value", 1);
          });
      CompletableFuture<Snapshot> patient = engine.begin(CollectRequest.all());
      begun.await();
      // Joins the run of the other, which goes on to wait for it.
      await().atMost(LONG).until(() -> waitsForARun(patient));
      Snapshot hasty = engine.scrape(Duration.ofMillis(50));
      assertThat(has(hasty, "waits_value")).isFalse();
      hang.end();

      Snapshot full = patient.get(20, TimeUnit.SECONDS);
      assertThat(has(full, "waits_value")).isTrue();
      assertThat(status(full, "waits").state()).isEqualTo(CollectorState.OK);
    }
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
      engine.add("slow", hang::hang);
      engine.awaitFirstCall("clock");
      CompletableFuture<Snapshot> scrape = engine.begin(CollectRequest.all());
      await().until(() -> calls.get() == 2);
      // The scrape still waits for the slow one, so others would share what it has run.
      engine.trial(Duration.ofMillis(100));
      assertThat(calls).hasValue(3);
      hang.end();
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
}
