package org.metricbay.core.deploy.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.metricbay.core.collect.CollectorState;
import org.metricbay.core.collect.Snapshot;

/** Plugins that give families under the names that the agent has for itself. */
@Timeout(60)
final class ReservedNamesTest {
  @TempDir private Path home;

  @Test
  void familiesUnderTheAgentsNamesAreLeftOutAndTold() throws Exception {
    try (TestAgent agent = TestAgent.start(home)) {
      agent.drop(
          "a.jar",
          TestJar.plugin("test.a", "1.0.0")
              .set("also", "metricbay_collector_hung,node_scrape_collector_success"));
      agent.awaitRunning("a.jar", "1.0.0");
      Snapshot page = agent.scrape();
      assertThat(page.result("demo").orElseThrow().status())
          .satisfies(
              status -> {
                assertThat(status.state()).isEqualTo(CollectorState.FAILED);
                assertThat(status.error().orElse(""))
                    .startsWith(
                        "gave metricbay_collector_hung, node_scrape_collector_success, left out");
              });
      assertThat(page.families())
          .filteredOn(family -> family.name().equals("node_scrape_collector_success"))
          .singleElement()
          .satisfies(family -> assertThat(family.samples()).hasSize(1));
      assertThat(agent.value("node_scrape_collector_success")).contains(0.0);
      assertThat(agent.value("metricbay_collector_hung")).contains(0.0);
      assertThat(agent.value("demo_value")).contains(1.0);

      // Nor any other that begins as the agent's do; its own bundles may give those.
      agent.drop(
          "a.jar",
          TestJar.plugin("test.a", "1.0.1").set("also", "metricbay_mine").set("value", "3"));
      agent.awaitRunning("a.jar", "1.0.1");
      assertThat(agent.value("demo_value")).contains(3.0);
      assertThat(agent.value("metricbay_mine")).isEmpty();
      agent.drop(
          "own.jar",
          TestJar.plugin("org.metricbay.own", "1.0.0")
              .set("names", "own")
              .set("also", "metricbay_own"));
      agent.awaitRunning("own.jar", "1.0.0");

      // An upgrade that begins to do so is refused.
      agent.drop("a.jar", TestJar.plugin("test.a", "1.1.0"));
      agent.awaitRunning("a.jar", "1.1.0");
      agent.drop(
          "a.jar", TestJar.plugin("test.a", "1.2.0").set("also", "metricbay_collector_hung"));
      assertThat(agent.awaitRefused("a.jar", "1.2.0"))
          .startsWith("failed its first collection: demo: gave metricbay_collector_hung, left out");
    }
  }
}
