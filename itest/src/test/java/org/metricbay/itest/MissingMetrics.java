package org.metricbay.itest;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.metricbay.test.Conformance;
import org.metricbay.test.Page;

/** What node_exporter's test page has and the agent's has not, each with the reason. */
final class MissingMetrics {
  /** About node_exporter itself, or the machine and the moment; as compare.py. */
  private static final Predicate<String> COMPARED =
      Pattern.compile(
              "(?!go_|process_|promhttp_|node_exporter_build_info|node_scrape_collector_"
                  + "|node_textfile_mtime_seconds|node_time_(zone|seconds)"
                  + "|node_network_(receive|transmit)_).*")
          .asMatchPredicate();

  private static final String SYSTEMD =
      """

      The collector `systemd`, off by default in node_exporter and not in its test, is left out: \
      it needs D-Bus, and neither systemd nor D-Bus runs where this is built, so nothing about it \
      could be shown to be right.
      """;

  private MissingMetrics() {}

  private record Reason(Pattern names, String why) {}

  /** Missing series. */
  private record Gap(Reason reason, List<String> series) {
    Gap(Reason reason) {
      this(reason, new ArrayList<>());
    }

    boolean takes(String one) {
      return reason.names().matcher(name(one)).matches() && series.add(one);
    }

    SortedSet<String> names() {
      return series.stream()
          .map(MissingMetrics::name)
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static String name(String series) {
    return series.split("[{ ]", 2)[0];
  }

  /** The section of the document. */
  static String text(String page) throws IOException {
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
    List<Gap> gaps = reasons().stream().map(Gap::new).toList();
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
    return table(gaps, same, all);
  }

  private static String table(List<Gap> gaps, int same, int all) {
    StringBuilder text = new StringBuilder();
    text.append("\n## What node_exporter has and the agent does not\n\n");
    text.append("Of the ").append(all).append(" series that node_exporter's own test expects, ");
    text.append(same).append(" are the same here. The others:\n\n");
    text.append("| series | metrics | why |\n|---|---|---|\n");
    for (Gap gap : gaps) {
      if (!gap.series().isEmpty()) {
        text.append("| ").append(gap.series().size()).append(" | `");
        text.append(String.join("`, `", gap.names())).append("` | ");
        text.append(gap.reason().why()).append(" |\n");
      }
    }
    return text.append(SYSTEMD).toString();
  }

  private static List<Reason> reasons() throws IOException {
    List<Reason> reasons = new ArrayList<>();
    try (BufferedReader lines = new BufferedReader(MetricsDocIT.resource("/metrics-missing.txt"))) {
      for (String line; (line = lines.readLine()) != null; ) {
        if (!line.startsWith("#") && !line.isBlank()) {
          String[] parts = line.split(" +", 2);
          reasons.add(new Reason(Pattern.compile(parts[0]), parts[1]));
        }
      }
    }
    return reasons;
  }
}
