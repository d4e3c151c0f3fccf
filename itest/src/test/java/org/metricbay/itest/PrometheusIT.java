package org.metricbay.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.metricbay.test.Conformance;

/**
 * A real Prometheus scrapes the agent and node_exporter: whoever moves from one to the other finds
 * every panel and alert that this machine can feed.
 */
class PrometheusIT {
  private static final String CONFIG =
      """
      global:
        scrape_interval: 500ms
        scrape_timeout: 500ms
      scrape_configs:
        - job_name: agent
          static_configs: [{targets: ["%s"]}]
        - job_name: node
          static_configs: [{targets: ["%s"]}]
      """;

  /** As many as rates need, and a few more. */
  private static final int SCRAPES = 6;

  @TempDir private static Path work;
  private static final List<AutoCloseable> STARTED = new ArrayList<>();
  private static PrometheusServer prometheus;

  @BeforeAll
  static void start() throws Exception {
    PackedAgent agent =
        NodeExporter.whenReady(
            NodeExporter.agent(Files.createDirectories(work.resolve("agent")))
                .conf()
                .pluginConf("cpu", "collectors.interrupts = true")
                .pluginConf("system", "collectors.processes = true"));
    STARTED.add(agent);
    Reference nodeExporter =
        NodeExporter.start(work, "--collector.processes", "--collector.interrupts");
    STARTED.add(nodeExporter);
    prometheus =
        PrometheusServer.start(
            work, CONFIG.formatted(hostAndPort(agent.url()), hostAndPort(nodeExporter.url())));
    STARTED.add(prometheus);
    await("both to have been scraped")
        .atMost(PackedAgent.DEADLINE)
        .until(() -> query("count_over_time(up{job=~'agent|node'}[1h]) >= " + SCRAPES).size() == 2);
  }

  @AfterAll
  static void stop() throws Exception {
    for (AutoCloseable started : STARTED) {
      started.close();
    }
  }

  private static String hostAndPort(String url) {
    return url.replaceAll("^http://|/$", "");
  }

  private static JsonNode query(String expression) throws IOException {
    return prometheus.query(expression);
  }

  @Test
  void noScrapeFails() throws Exception {
    assertThat(query("min_over_time(up{job='agent'}[1h]) == 1")).hasSize(1);
    for (JsonNode target : prometheus.targets()) {
      assertThat(target.path("lastError").asText()).isEmpty();
      assertThat(target.path("health").asText()).isEqualTo("up");
    }
  }

  @Test
  void hasWhatTheDashboardAsksFor() throws Exception {
    Set<String> asked = new TreeSet<>();
    for (String line :
        Files.readAllLines(Conformance.find().folder().resolve("dashboard-1860.txt"))) {
      if (!line.isBlank() && !line.startsWith("#")) {
        asked.add(line.split("\\s+", 2)[0]);
      }
    }
    assertThat(asked).hasSizeGreaterThan(200);
    Set<String> fed = names("node");
    fed.retainAll(asked);
    assertThat(fed).as("what the dashboard gets from node_exporter here").hasSizeGreaterThan(100);
    assertThat(names("agent")).containsAll(fed);
  }

  private static Set<String> names(String job) throws IOException {
    Set<String> names = new TreeSet<>();
    query("count by (__name__) ({job='" + job + "'})")
        .forEach(result -> names.add(result.path("metric").path("__name__").asText()));
    return names;
  }

  @Test
  void alertsAndRulesHaveAsManyResults() throws Exception {
    List<String> different = new ArrayList<>();
    int fed = 0;
    for (String expression : expressions()) {
      int reference = query(expression.replace("$job", "node")).size();
      int ours = query(expression.replace("$job", "agent")).size();
      if (ours != reference) {
        different.add(ours + " and not " + reference + ": " + expression);
      }
      fed += reference > 0 ? 1 : 0;
    }
    assertThat(different).isEmpty();
    assertThat(fed).as("expressions that node_exporter feeds here").isGreaterThan(40);
  }

  private static List<String> expressions() throws IOException {
    try (var file = PrometheusIT.class.getResourceAsStream("/host-expressions.promql")) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .toList();
    }
  }
}
