package org.metricbay.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The agent and Debian's node_exporter, both on this machine as it is. */
class BesideNodeExporterIT {
  /** About node_exporter itself, or of a collector that the agent does not have. */
  private static final Predicate<String> OTHERS =
      Pattern.compile("(go|process|promhttp|node_exporter|node_scrape_collector|node_systemd)_.*")
          .asMatchPredicate();

  /** What node_exporter has come to say only since Debian's 1.5.0. */
  private static final Predicate<String> NEWER =
      Pattern.compile(
              "node_(filesystem_mount_info|kernel_hung_tasks_total"
                  + "|netstat_TcpExt_(TCPOFOQueue|TCPRcvQDrop)"
                  + "|softnet_(backlog_len|cpu_collision_total|flow_limit_count_total"
                  + "|received_rps_total))")
          .asMatchPredicate();

  /** Labels that it has added since. */
  private static final Pattern NEWER_LABEL =
      Pattern.compile(
          "(?<=[{,])(adminstate|device_error|rotational)=\"[^\"]*\",?|,(rotational)=\"[^\"]*\"(?=})");

  /**
   * Counts also the files that the asked program has open at that moment. Those of node_exporter
   * are read side by side, about one for each of its collectors; this may differ each time.
   */
  private static final String OPEN_FILES = "node_filefd_allocated";

  @TempDir private static Path agentWork;
  @TempDir private static Path referenceWork;
  private static PackedAgent agent;
  private static Reference nodeExporter;

  @BeforeAll
  static void start() throws Exception {
    nodeExporter = NodeExporter.start(referenceWork);
    agent = NodeExporter.whenReady(NodeExporter.agent(agentWork));
  }

  @AfterAll
  static void stop() {
    if (agent != null) {
      agent.close();
    }
    nodeExporter.close();
  }

  private static MetricsPage ours() {
    MetricsPage page = agent.scrape();
    SortedMap<String, Double> values = new TreeMap<>();
    page.values()
        .forEach((series, value) -> values.put(NEWER_LABEL.matcher(series).replaceAll(""), value));
    return new MetricsPage(values, page.types());
  }

  private static MetricsPage reference() {
    return MetricsPage.parse(nodeExporter.get("/metrics"));
  }

  private static String name(String series) {
    int brace = series.indexOf('{');
    return brace < 0 ? series : series.substring(0, brace);
  }

  private static Set<String> compared(MetricsPage page) {
    Set<String> series = new TreeSet<>(page.values().keySet());
    series.removeIf(one -> OTHERS.test(name(one)) || !one.startsWith("node_"));
    return series;
  }

  @Test
  void hasTheSameSeriesAndTypes() {
    MetricsPage ours = ours();
    MetricsPage theirs = reference();
    assertThat(compared(ours)).containsAll(compared(theirs));
    Set<String> more = compared(ours);
    more.removeAll(compared(theirs));
    more.removeIf(series -> NEWER.test(name(series)));
    assertThat(more).as("series that node_exporter does not have").isEmpty();
    theirs
        .types()
        .forEach(
            (family, type) -> {
              if (ours.types().containsKey(family)) {
                assertThat(ours.types()).containsEntry(family, type);
              }
            });
  }

  /**
   * Each value lies, in one round or another, between what node_exporter says before and after: a
   * value that stays is the same, and one that moves has moved no further than in the meantime.
   */
  @Test
  void hasTheSameValues() {
    Set<String> open = compared(reference());
    await("values between those of node_exporter")
        .atMost(PackedAgent.DEADLINE.multipliedBy(3))
        .untilAsserted(
            () -> {
              MetricsPage before = reference();
              MetricsPage ours = ours();
              MetricsPage after = reference();
              open.removeIf(series -> isBetween(before, ours, after, series));
              assertThat(open).isEmpty();
            });
  }

  private static boolean isBetween(
      MetricsPage before, MetricsPage ours, MetricsPage after, String series) {
    double first = before.value(series);
    double last = after.value(series);
    double value = ours.value(series);
    double own = series.equals(OPEN_FILES) ? collectors(before) : 0;
    return Double.compare(value, first) == 0
        || (value >= Math.min(first, last) - own && value <= Math.max(first, last) + own);
  }

  private static long collectors(MetricsPage page) {
    return page.values().keySet().stream()
        .filter(series -> series.startsWith("node_scrape_collector_success{"))
        .count();
  }
}
