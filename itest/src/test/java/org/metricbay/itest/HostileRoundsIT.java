package org.metricbay.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Hostile plugins in random combinations: each round ends in an agent that answers, or in one that
 * has ended with a reason and runs again. A longer run: {@code -Dmetricbay.hostile.rounds=200}; the
 * same one again: {@code -Dmetricbay.hostile.seed=…}.
 */
@Tag("slow")
class HostileRoundsIT {
  private static final int ROUNDS = Integer.getInteger("metricbay.hostile.rounds", 10);
  private static final int PATIENCE = 6;
  private static final Duration LIMIT = Duration.ofSeconds(PATIENCE + 30L);

  private static final List<String> DEEDS =
      List.of(
          "keep-memory",
          "keep-some-memory",
          "keep-memory-by-bytes",
          "let-memory-go",
          "hold-memory-for-ever",
          "lazy-list",
          "interrupt",
          "interrupt-often",
          "stop-threads",
          "hook",
          "hook-spin",
          "stop org.metricbay.http",
          "stop org.metricbay.core",
          "stop org.metricbay.platform",
          "stop org.apache.felix.scr",
          "stop org.apache.felix.configadmin",
          "stop org.apache.felix.http.jetty12.light",
          "stop org.apache.felix.fileinstall",
          "stop-often org.metricbay.http",
          "uninstall org.metricbay.http",
          "stop-framework",
          "exit",
          "exit-well",
          "handlers",
          "direct-memory",
          "hold-locks",
          "spin",
          "swallow",
          "hang");

  private static final List<String> MOMENTS = List.of("start", "call", "call", "thread");

  private final Random random = new Random(seed());

  private static long seed() {
    long seed = Long.getLong("metricbay.hostile.seed", System.nanoTime());
    System.out.println("hostile rounds: seed " + seed);
    return seed;
  }

  private static Launch launch(Path work, int port) throws IOException {
    return PackedAgent.in(work)
        .environment("METRICBAY_JAVA_OPTS", "-Dmetricbay.watchdog.seconds=" + PATIENCE)
        .with("run", "--host", "127.0.0.1", "--port", Integer.toString(port));
  }

  @Test
  void eachEndsInAnAgentThatAnswersOrHasEndedWithAReason(@TempDir Path work) throws Exception {
    for (int i = 0; i < ROUNDS; i++) {
      round(Files.createDirectory(work.resolve("round" + i)));
    }
  }

  private void round(Path work) throws Exception {
    List<String> dropped = new ArrayList<>();
    int port = HostileIT.freePort();
    try (PackedAgent agent = launch(work, port).start()) {
      agent.drop("good.jar", PluginJar.collector("good").value(1));
      agent.awaitValue("good_value", 1);
      int count = 1 + random.nextInt(3);
      for (int i = 0; i < count && agent.isAlive(); i++) {
        String deed = DEEDS.get(random.nextInt(DEEDS.size()));
        String moment = MOMENTS.get(random.nextInt(MOMENTS.size()));
        dropped.add(deed + " (" + moment + ")");
        agent.drop("bad" + i + ".jar", HostileJar.of("bad" + i, deed, moment));
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(1500)));
      }
      System.out.println("hostile round: " + dropped);
      await(dropped + " to end well, " + work)
          .atMost(LIMIT)
          .pollInterval(Duration.ofMillis(200))
          .ignoreExceptions()
          .until(() -> !agent.isAlive() || answersFor(agent, Duration.ofSeconds(PATIENCE)));
      if (agent.isAlive()) {
        for (int i = 0; i < dropped.size(); i++) {
          agent.delete("bad" + i + ".jar");
        }
        agent.drop("new.jar", PluginJar.collector("new").value(3));
        await(dropped + " to be over, " + work)
            .atMost(LIMIT)
            .ignoreExceptions()
            .until(() -> !agent.isAlive() || agent.scrape().value("new_value") == 3);
      }
      if (agent.isAlive()) {
        PackedAgent.Exit exit = agent.stop();
        // It may have been about to end by itself.
        assertThat(exit.status()).as(dropped + exit.err()).isIn(0, HostileIT.ENDED);
        assertThat(exit.time()).as(dropped.toString()).isLessThan(Duration.ofSeconds(5));
      } else {
        PackedAgent.Exit exit = agent.awaitEnd();
        assertThat(exit.status()).as(dropped + exit.err()).isEqualTo(HostileIT.ENDED);
        assertThat(exit.err()).as(dropped.toString()).contains("ended with status 70: ");
      }
    }
    for (int i = 0; i < dropped.size(); i++) {
      Files.deleteIfExists(work.resolve("deploy").resolve("bad" + i + ".jar"));
    }
    try (PackedAgent agent = launch(work, port).start()) {
      agent.awaitValue("good_value", 1);
    }
  }

  /** Answers for a while, with the metrics of a plugin that does no harm. */
  private static boolean answersFor(PackedAgent agent, Duration time) {
    long begin = System.nanoTime();
    while (System.nanoTime() - begin < time.toNanos()) {
      if (!agent.isAlive() || !agent.scrape().has("good_value")) {
        return !agent.isAlive();
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(300));
    }
    return true;
  }
}
