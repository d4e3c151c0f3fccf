package org.metricbay.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The clock is set by hand, or by whoever finds out late what time it is: time limits stay as they
 * are, and nothing in progress is cut. libfaketime shows the agent such a clock.
 */
class ClockIT {
  private static final Duration STEP = Duration.ofHours(2);

  /** How long who has begun a request may keep the connection. */
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** More than threads of the agent. */
  private static final int SCANNER = 300;

  private static final String HALF = "GET /metrics HTTP/1.1\r\nHo";

  @TempDir private Path work;
  private PackedAgent agent;
  private HeldFile held;

  @BeforeEach
  void start() throws Exception {
    Path library = Programs.find("libfaketimeMT.so.1", "faketime");
    setClock("+0");
    held = new HeldFile(work);
    agent =
        PackedAgent.in(work)
            .environment("LD_PRELOAD", library.toString())
            .environment("FAKETIME_TIMESTAMP_FILE", work.resolve("clock").toString())
            .environment("FAKETIME_NO_CACHE", "1")
            .environment("DONT_FAKE_MONOTONIC", "1")
            // Without it, it takes waits of the JVM to be over at once.
            .environment("FAKETIME_FORCE_MONOTONIC_FIX", "0")
            .conf("collect.timeout = 60")
            .start();
    Files.copy(
        PackedAgent.HOME.resolve("bundles-deploy/system-bundle.jar"),
        agent.deploy().resolve("system-bundle.jar"));
    awaitClock(Duration.ZERO);
  }

  @AfterEach
  void stop() {
    if (agent != null) {
      agent.close();
    }
  }

  private void setClock(String offset) throws IOException {
    Path next = Files.writeString(work.resolve("clock.tmp"), offset + "\n");
    Files.move(next, work.resolve("clock"), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Waits until the agent's clock is so far from this one. */
  private void awaitClock(Duration offset) {
    agent.awaitPage(
        "the clock to be set by " + offset,
        page -> {
          double away =
              page.value("node_time_seconds") - Instant.now().getEpochSecond() - offset.toSeconds();
          return Math.abs(away) < 60;
        });
  }

  @Tag("once")
  @Test
  void setBackItTakesNoLimitAway() throws Exception {
    setClock("-" + STEP.toSeconds());
    awaitClock(STEP.negated());
    List<RawConnection> scanner = new ArrayList<>();
    long begin = System.nanoTime();
    try {
      for (int i = 0; i < SCANNER; i++) {
        scanner.add(RawConnection.to(agent).send(HALF));
      }
      for (int i = 0; i < 10; i++) {
        long asked = System.nanoTime();
        agent.scrape();
        assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(3));
      }
      for (RawConnection connection : scanner) {
        // It may be told why.
        assertThat(connection.patient(LIMIT).readAll()).matches("|(?s)HTTP/1.1 4.*");
      }
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(LIMIT);
    } finally {
      for (RawConnection connection : scanner) {
        connection.close();
      }
    }
  }

  @Tag("once")
  @Test
  void setForwardItCutsNoAnswerAndNoConnection() throws Exception {
    agent.drop("held.jar", held.plugin("collect"));
    agent.awaitFile("held.jar", "RUNNING");
    try (RawConnection idle = RawConnection.to(agent);
        RawConnection slow = RawConnection.to(agent)) {
      String end = " HTTP/1.1\r\nHost: localhost\r\n\r\n";
      idle.send("GET /-/healthy" + end).answer();
      slow.send("GET /metrics" + end);
      held.awaitWaiting();
      setClock("+" + STEP.toSeconds());
      await("others to be answered for a while, by the new clock")
          .atMost(PackedAgent.DEADLINE)
          .during(Duration.ofSeconds(2))
          .until(
              () -> agent.get("/-/healthy").headers().firstValue("Date").orElse(""),
              date -> parsed(date).isAfter(Instant.now().plus(STEP).minusSeconds(60)));
      held.release();
      RawAnswer answer = slow.answer();
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body()).contains("\nheld_value 1\n");
      assertThat(idle.send("GET /-/healthy" + end).answer().status()).isEqualTo(200);
    }
  }

  private static Instant parsed(String date) {
    return DateTimeFormatter.RFC_1123_DATE_TIME.parse(date, Instant::from);
  }
}
