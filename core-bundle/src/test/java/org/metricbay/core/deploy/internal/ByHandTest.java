package org.metricbay.core.deploy.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.metricbay.core.deploy.FileChange.Action;
import org.metricbay.core.deploy.FileState;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;

/** What an operator does to plugins' bundles in the shell. */
@Timeout(60)
final class ByHandTest {
  @TempDir private Path home;

  @Test
  void onePluginStoppedStaysStoppedAlsoWhenUpgradedAndAfterARestart() throws Exception {
    try (TestAgent agent = TestAgent.startWithOne(home)) {
      agent.bundle("test.a").stop();
      agent.awaitState("a.jar", FileState.STOPPED);

      agent.drop("a.jar", TestJar.plugin("test.a", "2.0.0"));
      agent.awaitFile(
          "a.jar",
          file ->
              file.state() == FileState.STOPPED
                  && file.runningVersion().equals(Optional.of("2.0.0")));
      assertThat(agent.value("demo_value")).isEmpty();
    }
    try (TestAgent agent = TestAgent.start(home)) {
      agent.awaitState("a.jar", FileState.STOPPED);
      assertThat(agent.value("demo_value")).isEmpty();
      agent.bundle("test.a").start();
      agent.awaitState("a.jar", FileState.RUNNING);
      assertThat(agent.value("demo_value")).contains(1.0);
    }
  }

  @Test
  void onePluginStoppedDuringItsUpgradeStaysStopped() throws Exception {
    try (TestAgent agent = TestAgent.startWithOne(home)) {
      Bundle old = agent.bundle("test.a");
      agent.drop("a.jar", TestJar.plugin("test.a", "2.0.0").set("value", "2").set("start", "hang"));
      await().atMost(TestAgent.LIMIT).until(() -> agent.events.contains("start 2"));
      old.stop();
      agent.awaitFile(
          "a.jar",
          file ->
              file.state() == FileState.STOPPED
                  && file.runningVersion().equals(Optional.of("2.0.0")));
      agent.releaseHanging();
      agent.deployer().reload();
      assertThat(agent.value("demo_value")).isEmpty();
      assertThat(agent.file("a.jar").orElseThrow().state()).isEqualTo(FileState.STOPPED);
    }
  }

  @Test
  void onePluginUpdatedRunsAgain() throws Exception {
    try (TestAgent agent = TestAgent.startWithOne(home)) {
      Bundle before = agent.bundle("test.a");
      before.update();
      agent.awaitFile(
          "a.jar",
          file ->
              file.bundleId().isPresent() && file.bundleId().getAsLong() != before.getBundleId());
      agent.deployer().reload();
      assertThat(agent.file("a.jar").orElseThrow().state()).isEqualTo(FileState.RUNNING);
      assertThat(agent.value("demo_value")).contains(1.0);
    }
  }

  @Test
  void onePluginUninstalledComesBackAsItsFileIsThere() throws Exception {
    try (TestAgent agent = TestAgent.startWithOne(home)) {
      long before = agent.bundle("test.a").getBundleId();
      agent.bundle("test.a").uninstall();
      agent.awaitFile(
          "a.jar", file -> file.bundleId().isPresent() && file.bundleId().getAsLong() != before);
      agent.awaitState("a.jar", FileState.RUNNING);
      agent.awaitValue("demo_value", 1);
    }
  }

  /** What is done to a bundle. */
  @FunctionalInterface
  private interface Done {
    void run() throws BundleException;
  }

  private static void interrupted(Done done) {
    Thread.currentThread().interrupt();
    try {
      done.run();
    } catch (BundleException | IllegalStateException e) {
      // The framework has stopped it, and gives up where it would have to wait.
    } finally {
      boolean unused = Thread.interrupted();
    }
  }

  /** As is the thread of a plugin that does so and whose own file has just been deleted. */
  @Test
  void onePluginUpdatedOrUninstalledByAnInterruptedThreadIsNeverMissing() throws Exception {
    try (TestAgent agent = TestAgent.startWithOne(home)) {
      try (Watched watched = Watched.of(agent, "demo_value")) {
        for (int i = 0; i < 5; i++) {
          interrupted(agent.bundle("test.a")::uninstall);
          agent.deployer().reload();
          interrupted(agent.bundle("test.a")::update);
          agent.deployer().reload();
        }
        watched.awaitMore();
      }
      assertThat(agent.state("a.jar")).isEqualTo(FileState.RUNNING);
    }
  }

  @Test
  void onePluginStoppedAndDeletedRunsWhenItIsDroppedAgain() throws Exception {
    try (TestAgent agent = TestAgent.startWithOne(home)) {
      agent.bundle("test.a").stop();
      agent.awaitState("a.jar", FileState.STOPPED);

      // While it is broken it is still there.
      agent.drop("a.jar", new byte[0]);
      agent.awaitState("a.jar", FileState.INVALID);
      agent.drop("a.jar", TestJar.plugin("test.a", "1.1.0"));
      agent.awaitState("a.jar", FileState.STOPPED);

      agent.delete("a.jar");
      agent.awaitGone("a.jar");
      agent.drop("a.jar", TestJar.plugin("test.a", "1.1.0").set("value", "2"));
      agent.awaitState("a.jar", FileState.RUNNING);
      assertThat(agent.value("demo_value")).contains(2.0);
    }
  }

  @Test
  void onePluginStoppedAndDeletedWhileTheAgentWasDownRunsWhenItIsDroppedAgain() throws Exception {
    try (TestAgent agent = TestAgent.startWithOne(home)) {
      agent.bundle("test.a").stop();
      agent.awaitState("a.jar", FileState.STOPPED);
    }
    try (TestAgent agent = TestAgent.start(home)) {
      agent.awaitState("a.jar", FileState.STOPPED);
      agent.delete("a.jar");
      agent.awaitGone("a.jar");
    }
    try (TestAgent agent = TestAgent.start(home)) {
      agent.drop("a.jar", TestJar.plugin("test.a", "1.0.0"));
      agent.awaitState("a.jar", FileState.RUNNING);
    }
  }

  @Test
  void onePluginThatTheFrameworkRefreshesIsNotStoppedByHand() throws Exception {
    try (TestAgent agent = TestAgent.startWithOne(home)) {
      try (Watched watched = Watched.of(agent, "demo_value")) {
        agent.refresh(agent.bundle("test.a"));
        agent.deployer().reload();
        watched.awaitMore();
      }
      assertThat(agent.file("a.jar").orElseThrow().state()).isEqualTo(FileState.RUNNING);
      assertThat(agent.data.resolve("stopped-plugins")).doesNotExist();
    }
  }

  @Test
  void onePluginUpdatedOrUninstalledIsNeverMissing() throws Exception {
    try (TestAgent agent = TestAgent.startWithOne(home)) {
      try (Watched watched = Watched.of(agent, "demo_value")) {
        agent.bundle("test.a").update();
        agent.deployer().reload();
        agent.bundle("test.a").uninstall();
        agent.deployer().reload();
        watched.awaitMore();
      }
      assertThat(agent.file("a.jar").orElseThrow().state()).isEqualTo(FileState.RUNNING);
      assertThat(agent.bundles("test.a")).hasSize(1);
      assertThat(agent.data.resolve("stopped-plugins")).doesNotExist();
    }
  }

  @Test
  void onePluginStoppedByAnotherRunsAgain() throws Exception {
    try (TestAgent agent = TestAgent.startWithOne(home)) {
      long before = agent.bundle("test.a").getBundleId();
      try (Watched watched = Watched.of(agent, "demo_value")) {
        agent.drop(
            "b.jar", TestJar.plugin("test.b", "1.0.0").set("names", "bad").set("stops", "test.a"));
        agent.awaitRunning("b.jar", "1.0.0");
        agent.awaitFile(
            "a.jar", file -> file.bundleId().isPresent() && file.bundleId().getAsLong() != before);
        agent.awaitRunning("a.jar", "1.0.0");
        watched.awaitMore();
      }
      assertThat(agent.data.resolve("stopped-plugins")).doesNotExist();
    }
  }

  @Test
  void whatSomebodyInstallsFromTheFolderGoesWithTheNextReload() throws Exception {
    try (TestAgent agent = TestAgent.startWithOne(home)) {
      agent
          .framework()
          .getBundleContext()
          .installBundle(agent.deploy.resolve("a.jar").toUri().toString())
          .start();
      assertThat(agent.bundles("test.a")).hasSize(2);
      agent.deployer().reload();
      assertThat(agent.bundles("test.a")).hasSize(1);
      assertThat(agent.file("a.jar").orElseThrow().state()).isEqualTo(FileState.RUNNING);
    }
  }

  @Test
  void restartTakesFilesBundlesAndCollectorsAndStartsWhatWasStopped() throws Exception {
    try (TestAgent agent = TestAgent.startWithOne(home)) {
      for (String kind : List.of("demo", "a.jar", "test.a", "number")) {
        agent.bundle("test.a").stop();
        agent.awaitState("a.jar", FileState.STOPPED);
        String number = Long.toString(agent.bundle("test.a").getBundleId());
        if (kind.equals("demo")) {
          // While it is stopped, there is none of that name.
          agent.bundle("test.a").start();
          agent.awaitState("a.jar", FileState.RUNNING);
        }
        String name = kind.equals("number") ? number : kind;
        assertThat(agent.deployer().restart(name).action()).as(name).isEqualTo(Action.RESTARTED);
        assertThat(agent.value("demo_value")).as(name).contains(1.0);
      }
      assertThatThrownBy(() -> agent.deployer().restart("nope"))
          .hasMessage(
              "there is no collector, bundle or file 'nope': metric:list shows those that there"
                  + " are");
    }
  }
}
