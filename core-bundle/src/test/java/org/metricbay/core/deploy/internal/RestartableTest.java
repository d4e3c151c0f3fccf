package org.metricbay.core.deploy.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.metricbay.core.deploy.FileChange.Action;
import org.metricbay.core.deploy.FileState;
import org.metricbay.core.deploy.internal.Content.Artifact;
import org.metricbay.core.deploy.internal.Restartable.Target;
import org.osgi.framework.Bundle;

/** What {@code metric:restart} takes for the plugin that somebody means. */
@Timeout(60)
final class RestartableTest {
  @TempDir private Path home;

  /** What is known of the plugins while nothing of the folder is known to run but this. */
  private static Restartable known(TestAgent agent, Map<String, Generation> running) {
    return new Restartable(
        running,
        agent.deployer().files(),
        agent.engine().collectors(),
        new LastCollectors(),
        new Owners(agent.framework().getBundleContext(), agent.deploy.toUri().toString()));
  }

  private static Generation generation(Bundle bundle) {
    Artifact artifact =
        new Artifact(
            "a.jar",
            "0".repeat(64),
            "test.a",
            bundle.getVersion(),
            0,
            false,
            Ties.of(name -> bundle.getHeaders("").get(name)),
            Maker.UNKNOWN);
    return new Generation(bundle, artifact);
  }

  /** The new bundle's collectors are live before the reconciler knows of it. */
  @Test
  void findsThePluginWhoseNextBundleHasJustTakenOver() throws Exception {
    try (TestAgent agent = TestAgent.startWithOne(home)) {
      Generation former = generation(agent.bundle("test.a"));
      assertThat(agent.deployer().restart("a.jar").action()).isEqualTo(Action.RESTARTED);
      Restartable known = known(agent, Map.of("a.jar", former));
      Target target = new Target("test.a", "a.jar");
      assertThat(known.named("demo")).isEqualTo(target);
      assertThat(known.named(Long.toString(agent.bundle("test.a").getBundleId())))
          .isEqualTo(target);
      assertThat(known(agent, Map.of()).named("demo")).isEqualTo(target);
    }
  }

  @Test
  void findsACollectorOfAPluginThatIsStopped() throws Exception {
    try (TestAgent agent = TestAgent.startWithOne(home)) {
      agent.bundle("test.a").stop();
      agent.awaitState("a.jar", FileState.STOPPED);
      assertThat(agent.engine().collectors()).isEmpty();
      assertThat(agent.deployer().restart("demo").action()).isEqualTo(Action.RESTARTED);
      assertThat(agent.value("demo_value")).contains(1.0);
    }
  }

  @Test
  void forgetsTheCollectorsOfAPluginThatIsDeleted() throws Exception {
    try (TestAgent agent = TestAgent.startWithOne(home)) {
      agent.delete("a.jar");
      agent.awaitGone("a.jar");
      assertThatThrownBy(() -> agent.deployer().restart("demo"))
          .hasMessage(
              "there is no collector, bundle or file 'demo': metric:list shows those that there"
                  + " are");
    }
  }

  @Test
  void saysOfOnlyTheAgentsOwnThatTheyAreTheAgents() throws Exception {
    try (TestAgent agent = TestAgent.startWithOne(home)) {
      String framework = String.valueOf(agent.framework().getSymbolicName());
      assertThatThrownBy(() -> agent.deployer().restart(framework))
          .hasMessage(
              framework + " is part of the agent itself, and runs for as long as that does");
      Bundle stranger =
          agent
              .framework()
              .getBundleContext()
              .installBundle(
                  agent.deploy.resolve("other.jar").toUri().toString(),
                  new ByteArrayInputStream(TestJar.bundle("test.other", "1.0.0").bytes()));
      assertThatThrownBy(() -> agent.deployer().restart("test.other"))
          .hasMessage(
              "test.other is not from a file of the deploy folder, and goes with the next"
                  + " metric:reload");
      assertThat(stranger.getState()).isEqualTo(Bundle.INSTALLED);
    }
  }
}
