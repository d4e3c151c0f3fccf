package org.metricbay.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.metricbay.test.Conformance;

/** What the agent says on other systems than Linux, forced on this one, beside what Linux says. */
class OshiIT {
  private static final List<String> COLLECTORS =
      List.of(
          "cpu",
          "loadavg",
          "diskstats",
          "filesystem",
          "meminfo",
          "netdev",
          "uname",
          "time",
          "processes",
          "hwmon");

  private static final String QUERY =
      COLLECTORS.stream().map(name -> "collect%5B%5D=" + name).collect(Collectors.joining("&"));

  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"(?:[^\"\\\\]|\\\\.)*\"");

  @TempDir private static Path kernelWork;
  @TempDir private static Path oshiWork;
  private static MetricsPage kernel;
  private static MetricsPage oshi;

  @BeforeAll
  static void scrape() throws Exception {
    kernel = scrape(kernelWork, "kernel");
    oshi = scrape(oshiWork, "oshi");
  }

  private static MetricsPage scrape(Path work, String source) throws Exception {
    Launch launch =
        NodeExporter.agent(work)
            .with("--source", source)
            .conf()
            .pluginConf("system", "collectors.processes = true");
    try (PackedAgent agent = NodeExporter.whenReady(launch)) {
      return MetricsPage.parse(agent.get("/metrics?" + QUERY).body());
    }
  }

  @Test
  void allCollectorsAnswer() {
    for (String name : COLLECTORS) {
      String series = "node_scrape_collector_success{collector=\"" + name + "\"}";
      assertThat(oshi.value(series)).as(name).isEqualTo(1);
    }
  }

  /** Each metric is one of node_exporter's, of the same type and with the same labels. */
  @Test
  void saysItAsTheKernelDoes() throws Exception {
    MetricsPage captured =
        MetricsPage.parse(Files.readString(Conformance.find().folder().resolve("expected.txt")));
    Map<String, Set<String>> known = new HashMap<>(labels(captured));
    known.putAll(labels(kernel));
    labels(oshi)
        .forEach(
            (name, labels) -> {
              if (name.startsWith("node_")) {
                assertThat(known).containsKey(name);
                assertThat(labels).as(name).isEqualTo(known.get(name));
                String type = kernel.types().getOrDefault(name, captured.types().get(name));
                assertThat(oshi.types()).containsEntry(name, type);
              }
            });
  }

  /** The names of the labels of each metric. */
  private static Map<String, Set<String>> labels(MetricsPage page) {
    Map<String, Set<String>> labels = new HashMap<>();
    for (String series : page.values().keySet()) {
      Set<String> names =
          labels.computeIfAbsent(series.split("\\{", 2)[0], name -> new TreeSet<>());
      Matcher label = LABEL.matcher(series);
      while (label.find()) {
        names.add(label.group(1));
      }
    }
    return labels;
  }

  @Test
  void saysTheSameOfWhatStays() {
    String memory = "node_memory_MemTotal_bytes";
    assertThat(oshi.value(memory)).isPositive().isEqualTo(kernel.value(memory));
    assertThat(nodename(oshi)).isEqualTo(nodename(kernel));
    assertThat(oshi.startingWith("node_cpu_seconds_total{cpu=\"0\",mode=\"idle\"")).hasSize(1);
    assertThat(oshi.startingWith("node_network_receive_bytes_total").size()).isPositive();
    assertThat(oshi.startingWith("node_filesystem_size_bytes").size()).isPositive();
    assertThat(oshi.value("node_load1")).isNotNaN();
    assertThat(oshi.value("node_processes_pids")).isPositive();
    assertThat(oshi.value("node_time_seconds")).isPositive();
  }

  private static String nodename(MetricsPage page) {
    return page.startingWith("node_uname_info").stream()
        .map(series -> series.replaceAll(".*(nodename=\"[^\"]*\").*", "$1"))
        .collect(Collectors.joining());
  }
}
