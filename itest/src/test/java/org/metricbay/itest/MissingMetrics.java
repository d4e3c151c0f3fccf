package org.metricbay.itest;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.metricbay.test.Conformance;
import org.metricbay.test.Page;

/** Which collectors of node_exporter the agent has not, with what they give and the reason. */
final class MissingMetrics {
  /** About node_exporter itself, or the machine and the moment; as compare.py. */
  private static final Predicate<String> COMPARED =
      Pattern.compile(
              "(?!go_|process_|promhttp_|node_exporter_build_info|node_scrape_collector_"
                  + "|node_textfile_mtime_seconds|node_time_(zone|seconds)"
                  + "|node_network_(receive|transmit)_).*")
          .asMatchPredicate();

  private static final String VALUES =
      """

      ## Values that differ from node_exporter's

      | metric | node_exporter | the agent |
      |---|---|---|
      | `node_tcp_connection_states{state="tx_queued_bytes"}` | adds the backlog limits of \
      listening sockets | only queued bytes, as in `/proc/net/tcp` |
      | `node_scrape_collector_success` of hardware that is not present | 0 | 1 |
      """;

  private MissingMetrics() {}

  /**
   * A collector that the agent has not.
   *
   * @param inNodeExporter whether it is on there by default
   * @param count how many metrics it has, for one that its test page lacks
   * @param series those on that page
   */
  private record Gap(
      String collector,
      String inNodeExporter,
      Pattern names,
      String count,
      String why,
      List<String> series) {

    boolean takes(String one) {
      return names.matcher(name(one)).matches() && series.add(one);
    }

    String metrics() {
      SortedSet<String> all =
          series.stream().map(MissingMetrics::name).collect(Collectors.toCollection(TreeSet::new));
      if (all.isEmpty() == count.isEmpty()) {
        throw new AssertionError(
            "metrics-missing.txt: a number of names is needed exactly if node_exporter's test page"
                + " has none of "
                + collector);
      }
      return all.isEmpty() ? count : "`" + String.join("`, `", all) + "`";
    }

    String row() {
      String tested = series.isEmpty() ? "" : Integer.toString(series.size());
      return "| `%s` | %s | %s | %s | %s |\n"
          .formatted(collector, inNodeExporter, metrics(), tested, why);
    }
  }

  private static String name(String series) {
    return series.split("[{ ]", 2)[0];
  }

  /**
   * The end of the document.
   *
   * @param page the agent's, on node_exporter's trees
   * @param collectors those of the agent
   */
  static String text(String page, Set<String> collectors) throws IOException {
    Path ours = Files.createTempFile("page", ".txt");
    Map<String, String> expected;
    Map<String, String> actual;
    try {
      Files.writeString(ours, page);
      expected = Page.read(Conformance.find().folder().resolve("expected.txt"), COMPARED).lines();
      actual = Page.read(ours, COMPARED).lines();
    } finally {
      Files.delete(ours);
    }
    List<Gap> gaps = gaps(collectors);
    int all = 0;
    int same = 0;
    for (Map.Entry<String, String> line : expected.entrySet()) {
      String series = line.getKey();
      if (series.startsWith("TYPE ") || series.startsWith("HELP ")) {
        continue;
      }
      all++;
      if (line.getValue().equals(actual.get(series))) {
        same++;
      } else if (gaps.stream().noneMatch(gap -> gap.takes(series))) {
        throw new AssertionError("say in metrics-missing.txt why not " + series);
      }
    }
    return table(gaps, same, all) + VALUES;
  }

  private static String table(List<Gap> gaps, int same, int all) {
    StringBuilder text = new StringBuilder();
    text.append("\n## What node_exporter has and the agent does not\n\n");
    text.append("Of the ").append(all).append(" series that node_exporter's own test expects, ");
    text.append(same).append(" are the same here. All Linux collectors that are missing, also ");
    text.append("those that its test does not have:\n\n");
    text.append("| collector | default there | metrics | series in its test | why |\n");
    text.append("|---|---|---|---|---|\n");
    gaps.forEach(gap -> text.append(gap.row()));
    return text.toString();
  }

  private static List<Gap> gaps(Set<String> collectors) throws IOException {
    List<Gap> gaps = new ArrayList<>();
    try (BufferedReader lines = new BufferedReader(MetricsDocIT.resource("/metrics-missing.txt"))) {
      for (String line; (line = lines.readLine()) != null; ) {
        if (line.startsWith("#") || line.isBlank()) {
          continue;
        }
        String[] parts = line.split(" *\\| *", -1);
        if (collectors.contains(parts[0])) {
          throw new AssertionError(
              "the agent has " + parts[0] + ": remove its line in metrics-missing.txt");
        }
        gaps.add(
            new Gap(
                parts[0],
                parts[1],
                Pattern.compile(parts[2]),
                parts[3],
                parts[4],
                new ArrayList<>()));
      }
    }
    return gaps;
  }
}
