package org.metricbay.core.deploy.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.metricbay.core.deploy.FileState;
import org.osgi.framework.wiring.FrameworkWiring;

/** Plugins that use the classes of another bundle in the folder. */
@Timeout(60)
final class LibraryTest {
  @TempDir private Path home;

  @Test
  void aPluginWaitsForItsLibraryAndIsWiredAnewToEachNewOne() throws Exception {
    try (TestAgent agent = TestAgent.start(home)) {
      agent.drop("user.jar", TestJar.libraryUser("test.user", "1.0.0"));
      assertThat(agent.awaitRefused("user.jar", "1.0.0"))
          .isEqualTo("needs package org.metricbay.core.testlib, which nobody exports");
      agent.drop("lib.jar", TestJar.library("1.0.0", 1));
      agent.awaitState("user.jar", FileState.RUNNING);
      assertThat(agent.value("demo_value")).contains(1.0);

      agent.drop("lib.jar", TestJar.library("1.1.0", 2));
      agent.awaitValue("demo_value", 2);
    }
  }

  @Test
  void aLibraryOfTheSameVersionButOtherContentIsUsedAndTheOldOneFreed() throws Exception {
    try (TestAgent agent = TestAgent.start(home)) {
      agent.drop("lib.jar", TestJar.library("1.0.0", 1));
      agent.awaitState("lib.jar", FileState.RUNNING);
      agent.drop("user.jar", TestJar.libraryUser("test.user", "1.0.0"));
      agent.awaitState("user.jar", FileState.RUNNING);

      agent.drop("lib.jar", TestJar.library("1.0.0", 2));
      agent.awaitValue("demo_value", 2);
      FrameworkWiring wiring = agent.framework().adapt(FrameworkWiring.class);
      await().atMost(TestAgent.LIMIT).until(() -> wiring.getRemovalPendingBundles().isEmpty());
      long id = agent.bundle("test.user").getBundleId();
      agent.deployer().reload();
      assertThat(agent.bundle("test.user").getBundleId()).isEqualTo(id);
    }
  }

  @Test
  void aStoppedPluginIsNotStartedByItsLibrarysUpgrade() throws Exception {
    try (TestAgent agent = TestAgent.start(home)) {
      agent.drop("lib.jar", TestJar.library("1.0.0", 1));
      agent.awaitState("lib.jar", FileState.RUNNING);
      agent.drop("user.jar", TestJar.libraryUser("test.user", "1.0.0"));
      agent.awaitState("user.jar", FileState.RUNNING);
      agent.bundle("test.user").stop();
      agent.awaitState("user.jar", FileState.STOPPED);

      agent.drop("lib.jar", TestJar.library("1.1.0", 2));
      agent.awaitRunning("lib.jar", "1.1.0");
      agent.deployer().reload();
      assertThat(agent.file("user.jar").orElseThrow().state()).isEqualTo(FileState.STOPPED);
      assertThat(agent.value("demo_value")).isEmpty();
    }
  }
}
