package org.metricbay.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The end of the process, whatever plugins do. */
class StopIT {

  @ParameterizedTest
  @CsvSource({"collect, hang-hard, HUNG", "stop, hang-hard, OK", "stop, hang, OK"})
  void signalEndsItWithinTwoSeconds(String where, String fault, String state, @TempDir Path work)
      throws Exception {
    try (PackedAgent agent = PackedAgent.in(work).conf("collect.timeout = 0.3").start()) {
      agent.drop("bad.jar", PluginJar.collector("bad").with(where, fault));
      agent.awaitPlugins(
          "the plugin to be " + state,
          json ->
              PackedAgent.named(json.get("plugins"), "bad").path("state").asText().equals(state));
      assertStopsInTime(agent);
    }
  }

  @Test
  void signalEndsItWhileAPluginHangsInItsStart(@TempDir Path work) throws Exception {
    try (PackedAgent agent = PackedAgent.in(work).start()) {
      agent.drop("bad.jar", PluginJar.collector("bad").with("start", "hang-hard"));
      agent.awaitFile("bad.jar", "DEPLOYING");
      assertStopsInTime(agent);
    }
  }

  private static void assertStopsInTime(PackedAgent agent) throws Exception {
    PackedAgent.Exit exit = agent.stop();
    assertThat(exit.time()).isLessThan(Duration.ofSeconds(5));
    assertThat(exit.status()).isZero();
    assertThat(exit.out()).containsPattern(" INFO    ended: SIGTERM\\R$");
    assertThat(exit.err()).isEmpty();
  }

  /**
   * No JVM since 24 can prevent it: a plugin that calls System.exit ends the agent. It ends in
   * order, says so, and what was kept is whole: the agent starts again, without that plugin.
   */
  @Test
  void exitByAPluginEndsTheAgentInOrder(@TempDir Path work) throws Exception {
    try (PackedAgent agent = PackedAgent.in(work).start()) {
      agent.drop("demo.jar", PluginJar.collector("demo").value(1));
      agent.awaitValue("demo_value", 1);
      agent.drop("bad.jar", PluginJar.collector("bad").with("collect", "exit"));
      PackedAgent.Exit exit = agent.awaitEnd();
      assertThat(exit.status()).isEqualTo(HostileIT.ENDED);
      assertThat(exit.err()).contains("called System.exit");
    }
    try (PackedAgent agent = PackedAgent.in(work).start()) {
      agent.awaitValue("demo_value", 1);
      assertThat(agent.scrape().has("bad_value")).isFalse();
    }
  }
}
