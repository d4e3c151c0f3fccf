package org.metricbay.core.deploy.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is written while plugins run, for a kill. */
@Timeout(60)
final class CarriedStatesTest {
  @TempDir private Path home;
  private final Happenings happenings = new Happenings();
  private final Queue<Runnable> due = new ArrayDeque<>();

  @BeforeEach
  void begin() {
    happenings.begin();
  }

  @AfterEach
  void end() {
    happenings.close();
  }

  /** Beside that of the agent, with a clock of our own. */
  private CarriedStates states(TestAgent agent, Path folder) {
    return new CarriedStates(
        agent.gate().switching(),
        new StateFiles(folder),
        TestAgent.LIMIT,
        (time, what) -> {
          assertThat(time).isEqualTo(Duration.ofSeconds(60));
          due.add(what);
        },
        Runnable::run);
  }

  @Test
  void whatRunsIsSavedEachMinuteIfItHasChanged() throws Exception {
    Path folder = home.resolve("mine");
    try (TestAgent agent = TestAgent.start(home)) {
      agent.run("a.jar", TestJar.plugin("test.a", "1.0.0"));
      agent.run("counting.jar", TestJar.counting("1.0.0"));
      CarriedStates states = states(agent, folder);
      states.started(agent.bundle("test.a"));
      assertThat(due).as("what is due without carriers").isEmpty();
      states.started(agent.bundle("test.counting"));
      assertThat(due).hasSize(1);
      due.remove().run();
      assertThat(due).hasSize(1);

      Path file = folder.resolve("test.counting.state");
      Object first = Files.getAttribute(file, "unix:ino");
      due.remove().run();
      assertThat(Files.getAttribute(file, "unix:ino")).isEqualTo(first);
      happenings.start();
      happenings.awaitMore(1);
      happenings.stop();
      due.remove().run();
      assertThat(new StateFiles(folder).read("test.counting")).containsOnlyKeys("counting");
      Map<String, byte[]> saved = new StateFiles(folder).read("test.counting");

      states.stopped(agent.bundle("test.counting"));
      due.remove().run();
      assertThat(due).as("what is due when nothing runs").isEmpty();
      assertThat(new StateFiles(folder).read("test.counting").get("counting"))
          .isEqualTo(saved.get("counting"));
    }
  }
}
