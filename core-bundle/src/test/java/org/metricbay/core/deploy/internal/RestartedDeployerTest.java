package org.metricbay.core.deploy.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.metricbay.core.deploy.FileState;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;

/** The core bundle, or one that it needs, is restarted while the plugins go on. */
@Timeout(60)
final class RestartedDeployerTest {
  @TempDir private Path home;

  @Test
  void takesOverWhatRunsWithoutAGap() throws Exception {
    try (TestAgent agent = TestAgent.startWithOne(home)) {
      agent.drop("a.jar", TestJar.plugin("test.a", "2.0.0").set("value", "2"));
      agent.awaitRunning("a.jar", "2.0.0");
      try (Watched watched = Watched.of(agent, "demo_value")) {
        agent.restartDeployer(() -> {});
        agent.deployer().reload();
        watched.awaitMore();
      }
      assertThat(agent.bundles("test.a")).hasSize(1);
      assertThat(agent.value("demo_value")).contains(2.0);
      agent.delete("a.jar");
      agent.awaitGone("a.jar");
      agent.deployer().reload();
      assertThat(agent.bundles("test.a")).isEmpty();
    }
  }

  @Test
  void leavesNothingOfAnAttemptThatWasUnderWay() throws Exception {
    try (TestAgent agent = TestAgent.start(home)) {
      agent.drop("a.jar", TestJar.plugin("test.a", "1.0.0").set("start", "hang"));
      agent.awaitState("a.jar", FileState.DEPLOYING);
      FolderDeployer before = agent.deployer();
      agent.restartDeployer(() -> {});
      agent.releaseHanging();
      agent.awaitRunning("a.jar", "1.0.0");
      agent.deployer().reload();
      assertThat(agent.bundles("test.a")).hasSize(1);
      assertThatThrownBy(before::reload).hasMessageContaining("was stopped meanwhile");
    }
  }

  @Test
  void knowsWhatIsStoppedByHandAndWhatHasGone() throws Exception {
    try (TestAgent agent = TestAgent.start(home)) {
      agent.drop("a.jar", TestJar.plugin("test.a", "1.0.0"));
      agent.drop("b.jar", TestJar.plugin("test.b", "1.0.0").set("names", "b"));
      agent.awaitRunning("a.jar", "1.0.0");
      agent.awaitRunning("b.jar", "1.0.0");
      agent.bundle("test.a").stop();
      agent.awaitState("a.jar", FileState.STOPPED);
      agent.restartDeployer(() -> agent.delete("b.jar"));
      agent.deployer().reload();
      assertThat(agent.file("a.jar").orElseThrow().state()).isEqualTo(FileState.STOPPED);
      assertThat(agent.bundles("test.a")).hasSize(1);
      assertThat(agent.bundles("test.b")).isEmpty();
      assertThat(agent.value("b_value")).isEmpty();
    }
  }

  /** In the moment in which it drops what was kept of bundles that the one before has lost. */
  @Test
  void whatIsUninstalledAsItSettlesIsShownUntilItRunsAgain() throws Exception {
    try (TestAgent agent = TestAgent.start(home)) {
      agent.drop("a.jar", TestJar.plugin("test.a", "1.0.0").set("value", "1"));
      agent.awaitRunning("a.jar", "1.0.0");
      try (Watched watched = Watched.of(agent, "demo_value")) {
        for (int i = 2; i < 10; i++) {
          TestJar jar = TestJar.plugin("test.a", i + ".0.0").set("value", Integer.toString(i));
          agent.restartDeployer(() -> agent.drop("a.jar", jar));
          agent.deployer().ready().thenRun(() -> uninstall(agent.bundle("test.a")));
          agent.awaitRunning("a.jar", i + ".0.0");
          agent.deployer().reload();
          watched.awaitMore();
        }
      }
      assertThat(agent.value("demo_value")).contains(9.0);
    }
  }

  private static void uninstall(Bundle bundle) {
    try {
      bundle.uninstall();
    } catch (BundleException e) {
      throw new IllegalStateException(e);
    }
  }
}
