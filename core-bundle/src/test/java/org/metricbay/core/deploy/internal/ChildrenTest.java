package org.metricbay.core.deploy.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.metricbay.core.deploy.FileState;
import org.osgi.framework.Bundle;

/** Bundles that plugins install. */
@Timeout(60)
final class ChildrenTest {
  @TempDir private Path home;
  private String child;

  @BeforeEach
  void writeChild() throws Exception {
    Path jar = home.resolve("child.jar");
    Files.write(jar, TestJar.plugin("test.child", "1.0.0").set("names", "child").bytes());
    child = jar.toUri().toString();
  }

  private TestJar parent(String version) {
    return TestJar.plugin("test.a", version).set("installs", child);
  }

  @Test
  void goWithTheirPlugin() throws Exception {
    try (TestAgent agent = TestAgent.start(home)) {
      agent.drop("a.jar", parent("1.0.0"));
      agent.awaitRunning("a.jar", "1.0.0");
      agent.awaitValue("child_value", 1);
      Bundle installed = agent.bundle("test.child");
      assertThat(agent.deployer().fileOf(installed.getBundleId()).orElseThrow().file())
          .isEqualTo("a.jar");
      agent.deployer().reload();
      assertThat(agent.bundles("test.child")).containsExactly(installed);

      agent.delete("a.jar");
      agent.awaitGone("a.jar");
      agent.deployer().reload();
      assertThat(agent.bundles("test.child")).isEmpty();
      assertThat(agent.value("child_value")).isEmpty();
    }
  }

  @Test
  void stayIfTheNextVersionInstallsThemAgainAndGoIfNot() throws Exception {
    try (TestAgent agent = TestAgent.start(home)) {
      agent.drop("a.jar", parent("1.0.0"));
      agent.awaitRunning("a.jar", "1.0.0");
      Bundle installed = agent.bundle("test.child");
      agent.drop("a.jar", parent("2.0.0"));
      agent.awaitRunning("a.jar", "2.0.0");
      agent.deployer().reload();
      assertThat(agent.bundles("test.child")).containsExactly(installed);
      assertThat(agent.value("child_value")).contains(1.0);

      agent.drop("a.jar", TestJar.plugin("test.a", "3.0.0"));
      agent.awaitRunning("a.jar", "3.0.0");
      agent.deployer().reload();
      assertThat(agent.bundles("test.child")).isEmpty();
    }
  }

  @Test
  void goWhenTheirPluginIsStoppedAndComeWhenItStarts() throws Exception {
    try (TestAgent agent = TestAgent.start(home)) {
      agent.drop("a.jar", parent("1.0.0"));
      agent.awaitRunning("a.jar", "1.0.0");
      agent.bundle("test.a").stop();
      agent.awaitState("a.jar", FileState.STOPPED);
      await().atMost(TestAgent.LIMIT).until(() -> agent.bundles("test.child").isEmpty());
      agent.bundle("test.a").start();
      agent.awaitState("a.jar", FileState.RUNNING);
      agent.awaitValue("child_value", 1);
    }
  }
}
