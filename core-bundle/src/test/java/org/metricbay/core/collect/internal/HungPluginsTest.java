package org.metricbay.core.collect.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.metricbay.core.collect.internal.TestEngine.gauge;
import static org.metricbay.core.collect.internal.TestEngine.has;
import static org.metricbay.core.collect.internal.TestEngine.status;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.metricbay.core.collect.CollectorState;
import org.metricbay.core.collect.Snapshot;

/** What comes of plugins that do not answer, and of interrupts. */
@Timeout(60)
final class HungPluginsTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  @RegisterExtension private final Hang hang = new Hang();
  @TempDir private Path home;

  @Test
  void aHangingPluginOccupiesOneThreadAndIsNotCalledAgain() throws Exception {
    try (TestEngine engine = TestEngine.start(home, 0.2)) {
      AtomicInteger calls = new AtomicInteger();
      engine.add("good", () -> gauge("good_value", 1));
      engine.add(
          "hung",
          () -> {
            calls.incrementAndGet();
            return hang.hang();
          });
      engine.scrape();
      for (int i = 0; i < 3; i++) {
        Snapshot page = engine.scrape();
        assertThat(has(page, "good_value")).isTrue();
        assertThat(status(page, "hung").state()).isEqualTo(CollectorState.HUNG);
        assertThat(status(page, "hung").error().orElse("")).startsWith("has not answered for ");
      }
      assertThat(calls).hasValue(1);

      hang.end();
      await()
          .atMost(LONG)
          .until(() -> status(engine.scrape(), "hung").state() == CollectorState.OK);
    }
  }

  @Test
  void manyHangingPluginsHoldUpNobody() throws Exception {
    try (TestEngine engine = TestEngine.start(home, 0.5)) {
      for (int i = 0; i < 20; i++) {
        engine.add("a-hung-" + i, hang::hang);
      }
      engine.add("good", () -> gauge("good_value", 1));
      assertThat(has(engine.scrape(), "good_value")).isTrue();
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
                hang.hang();
                return "late";
              },
              List::of));
      long begun = System.nanoTime();
      assertThat(has(engine.scrape(), "good_value")).isTrue();
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(4));
    }
  }

  @Test
  void anInterruptForOnePluginDoesNotReachTheNextOnItsThread() throws Exception {
    try (TestEngine engine = TestEngine.start(home, 0.3)) {
      AtomicBoolean interrupted = new AtomicBoolean();
      engine.add(
          "slow",
          () -> {
            hang.listening();
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
}
