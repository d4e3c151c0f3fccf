package org.metricbay.core.deploy.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.metricbay.core.deploy.FileState;

/** Plugins that never come back from a call. */
@Timeout(60)
final class HangingPluginTest {
  @TempDir private Path home;

  /** More hang than may begin at once; with a longer limit than the test has. */
  @Test
  void thoseThatHangInTheirActivatorsDoNotHoldUpTheOthers() throws Exception {
    try (TestAgent agent =
        TestAgent.start(
            home,
            "metricbay.deploy.start-timeout",
            "60",
            "metricbay.deploy.trial-timeout",
            "0.1")) {
      for (int i = 0; i < 10; i++) {
        agent.drop("a" + i + ".jar", TestJar.plugin("test.a" + i, "1.0.0").set("start", "hang"));
      }
      agent.drop("z.jar", TestJar.plugin("test.z", "1.0.0").set("value", "1"));
      agent.awaitRunning("z.jar", "1.0.0");
      assertThat(agent.file("a9.jar").orElseThrow().state()).isEqualTo(FileState.DEPLOYING);
      agent.releaseHanging();
      agent.awaitRunning("a9.jar", "1.0.0");
    }
  }

  @Test
  void refusesOneThatHangsInItsActivatorAndRunsTheNextAtOnce() throws Exception {
    try (TestAgent agent =
        TestAgent.start(
            home,
            "metricbay.deploy.start-timeout",
            "0.3",
            "metricbay.deploy.trial-timeout",
            "0.1")) {
      agent.drop("a.jar", TestJar.plugin("test.a", "1.0.0").set("value", "1"));
      agent.awaitRunning("a.jar", "1.0.0");
      agent.drop("a.jar", TestJar.plugin("test.a", "2.0.0").set("start", "hang"));
      assertThat(agent.awaitRefused("a.jar", "2.0.0")).isEqualTo("did not start within 0.3 s");
      assertThat(agent.value("demo_value")).contains(1.0);

      agent.drop("a.jar", TestJar.plugin("test.a", "3.0.0").set("value", "3"));
      agent.awaitRunning("a.jar", "3.0.0");
      assertThat(agent.value("demo_value")).contains(3.0);
    }
  }

  @Test
  void replacesOneThatHangsInItsActivatorBeforeItsTimeIsUp() throws Exception {
    try (TestAgent agent = TestAgent.start(home, "metricbay.deploy.start-timeout", "30")) {
      agent.drop("a.jar", TestJar.plugin("test.a", "1.0.0").set("value", "1").set("start", "hang"));
      await().atMost(TestAgent.LIMIT).until(() -> agent.events.contains("start 1"));

      agent.drop("a.jar", TestJar.plugin("test.a", "2.0.0").set("value", "2"));
      agent.awaitRunning("a.jar", "2.0.0");
      assertThat(agent.value("demo_value")).contains(2.0);
    }
  }

  @Test
  void settlesThoughAReplacedOneHangsInItsStop() throws Exception {
    try (TestAgent agent = TestAgent.start(home, "metricbay.deploy.start-timeout", "0.5")) {
      agent.drop("a.jar", TestJar.plugin("test.a", "1.0.0").set("stop", "hang"));
      agent.awaitRunning("a.jar", "1.0.0");
      agent.drop("a.jar", TestJar.plugin("test.a", "2.0.0").set("value", "2"));
      agent.awaitRunning("a.jar", "2.0.0");

      assertThat(agent.deployer().reload().isGood()).isTrue();
      assertThat(agent.value("demo_value")).contains(2.0);
    }
  }

  @Test
  void replacesOneThatHangsInItsCollection() throws Exception {
    try (TestAgent agent = TestAgent.start(home, "metricbay.collect.timeout", "0.3")) {
      agent.drop("a.jar", TestJar.plugin("test.a", "1.0.0").set("collect", "hang"));
      agent.awaitRunning("a.jar", "1.0.0");
      assertThat(agent.value("demo_value")).isEmpty();

      agent.drop("a.jar", TestJar.plugin("test.a", "2.0.0").set("value", "2"));
      agent.awaitRunning("a.jar", "2.0.0");
      assertThat(agent.value("demo_value")).contains(2.0);
    }
  }

  @Test
  void upgradesAStopFirstPluginThoughTheFormerHangsInItsStop() throws Exception {
    try (TestAgent agent =
        TestAgent.start(
            home, "metricbay.deploy.start-timeout", "1", "metricbay.deploy.trial-timeout", "0.5")) {
      agent.drop(
          "a.jar",
          TestJar.plugin("test.a", "1.0.0")
              .header("Metricbay-Upgrade", "stop-first")
              .set("stop", "hang"));
      agent.awaitRunning("a.jar", "1.0.0");
      agent.drop(
          "a.jar", TestJar.plugin("test.a", "2.0.0").header("Metricbay-Upgrade", "stop-first"));
      assertThat(agent.awaitRefused("a.jar", "2.0.0")).contains("did not stop");
      assertThat(agent.value("demo_value")).contains(1.0);
    }
  }
}
