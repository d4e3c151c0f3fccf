package org.metricbay.core.deploy.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.metricbay.core.deploy.FileState;

/** A file whose symbolic name changes: one plugin less and one more, when that one runs. */
@Timeout(60)
final class OtherNameTest {
  @TempDir private Path home;

  private static TestJar other(int value) {
    return TestJar.plugin("test.other", "1.0.0")
        .set("names", "other")
        .set("value", Integer.toString(value));
  }

  private static void dropOld(TestAgent agent) throws Exception {
    agent.drop("a.jar", TestJar.plugin("test.a", "1.0.0"));
    agent.awaitRunning("a.jar", "1.0.0");
  }

  @Test
  void theOldOneGoesOnUntilTheNewOneRuns() throws Exception {
    try (TestAgent agent = TestAgent.start(home)) {
      dropOld(agent);
      agent.drop("a.jar", other(7).set("start", "hang"));
      await().atMost(TestAgent.LIMIT).until(() -> agent.events.contains("start 7"));
      assertThat(agent.value("demo_value")).contains(1.0);
      agent.releaseHanging();
      agent.awaitFile(
          "a.jar",
          file ->
              file.symbolicName().equals(Optional.of("test.other"))
                  && file.state() == FileState.RUNNING);
      agent.deployer().reload();
      assertThat(agent.value("other_value")).contains(7.0);
      assertThat(agent.value("demo_value")).isEmpty();
      assertThat(agent.bundles("test.a")).isEmpty();
    }
  }

  @Test
  void theOldOneIsNotTouchedWhenTheNewOneFails() throws Exception {
    try (TestAgent agent = TestAgent.start(home)) {
      dropOld(agent);
      long before = agent.bundle("test.a").getBundleId();
      agent.drop("a.jar", other(7).set("start", "throw"));
      assertThat(agent.awaitRefused("a.jar", "1.0.0")).contains("told to throw");
      agent.deployer().reload();
      assertThat(agent.bundle("test.a").getBundleId()).isEqualTo(before);
      assertThat(agent.value("demo_value")).contains(1.0);
      assertThat(agent.file("a.jar").orElseThrow().runningVersion()).contains("1.0.0");

      agent.delete("a.jar");
      agent.awaitGone("a.jar");
      assertThat(agent.value("demo_value")).isEmpty();
    }
  }

  @Test
  void theOldOneGoesWhenTheNewOneIsShadowed() throws Exception {
    try (TestAgent agent = TestAgent.start(home)) {
      dropOld(agent);
      agent.drop("b.jar", TestJar.plugin("test.other", "2.0.0").set("names", "other"));
      agent.awaitRunning("b.jar", "2.0.0");
      agent.drop("a.jar", other(7));
      agent.awaitState("a.jar", FileState.SHADOWED);
      assertThat(agent.value("demo_value")).isEmpty();
      assertThat(agent.value("other_value")).contains(1.0);
    }
  }
}
