package org.metricbay.itest;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes {@code docs/metrics.md} from what a running agent says. */
final class MetricsDoc {
  private static final String HEAD =
      """
      # Metrics

      Every metric that the bundles of the distribution expose, with node_exporter's names, types \
      and labels. This file is generated from the page of an agent on node_exporter's own captured \
      `/proc` and `/sys` with all collectors on, so it shows what some kernel gives; what yours \
      does not give is left out of the page. `metricbay print` shows what it gives.

      Beside them there are for each collector `node_scrape_collector_success` and \
      `node_scrape_collector_duration_seconds`, as node_exporter has them, and \
      `metricbay_collector_info` (bundle and version), `metricbay_collector_hung`, \
      `metricbay_collector_timeouts_total` and `metricbay_collector_dropped_series_total`; and \
      where two have the same, `metricbay_collector_lost_series` and \
      `metricbay_collector_duplicate_info` ([who was there \
      first](deployment.md#who-was-there-first)); for one that is called beside the scrapes, or is \
      being replaced, `metricbay_collector_age_seconds`; and while something of it cannot be used, \
      `metricbay_collector_left_out`, or is beyond its limit, `metricbay_collector_cut_series`.

      `mvn -B verify` fails where this file is not current; \
      `mvn -B verify -Dit.test=MetricsDocIT -Dmetricbay.docs.update=true` writes it anew.
      """;

  /** {@code name{label="value",…} value}. */
  private static final Pattern LABEL = Pattern.compile("([a-zA-Z_]\\w*)=\"(?:[^\"\\\\]|\\\\.)*\"");

  private static final Pattern SWITCH =
      Pattern.compile("#?collectors\\.(\\w+) = (true|false)", Pattern.MULTILINE);

  private final PackedAgent agent;
  private final Properties sources;
  private final Map<String, Boolean> switches = new TreeMap<>();

  private record Family(String name, String type, String help, Set<String> labels) {}

  MetricsDoc(PackedAgent agent, Reader sources, Path conf) throws IOException {
    this.agent = agent;
    this.sources = new Properties();
    this.sources.load(sources);
    try (var files = Files.newDirectoryStream(conf, "metricbay.*.cfg")) {
      for (Path file : files) {
        Matcher matcher = SWITCH.matcher(Files.readString(file));
        while (matcher.find()) {
          switches.put(matcher.group(1), Boolean.parseBoolean(matcher.group(2)));
        }
      }
    }
  }

  /** The whole text. */
  String text() {
    SortedMap<String, List<JsonNode>> bundles = new TreeMap<>();
    for (JsonNode collector : agent.plugins().get("plugins")) {
      bundles
          .computeIfAbsent(collector.at("/bundle/symbolicName").asText(), name -> new ArrayList<>())
          .add(collector);
    }
    StringBuilder text = new StringBuilder(HEAD);
    bundles.forEach(
        (bundle, collectors) -> {
          text.append("\n## ").append(bundle).append('\n');
          collectors.forEach(collector -> collector(text, collector));
        });
    return text.toString();
  }

  private void collector(StringBuilder text, JsonNode collector) {
    String name = collector.get("name").asText();
    text.append("\n### `").append(name).append('`');
    if (!switches.getOrDefault(name, true)) {
      text.append(" (off by default)");
    }
    text.append("\n\n").append(collector.get("description").asText());
    text.append(" Source: ").append(source(name)).append(".\n\n");
    text.append("| metric | type | labels | |\n|---|---|---|---|\n");
    for (Family family : families(agent.get("/metrics?collect%5B%5D=" + name).body())) {
      text.append(
          "| `%s` | %s | %s | %s |\n"
              .formatted(
                  family.name(),
                  family.type(),
                  String.join(", ", family.labels()),
                  family.help().replace("|", "\\|").replace("<", "&lt;")));
    }
  }

  private String source(String collector) {
    String source = sources.getProperty(collector);
    if (source == null) {
      throw new AssertionError("say in metrics-sources.properties what " + collector + " reads");
    }
    return source;
  }

  private static List<Family> families(String page) {
    List<Family> families = new ArrayList<>();
    String help = "";
    for (String line : page.split("\n", -1)) {
      if (line.startsWith("# HELP ")) {
        help = line.split(" ", 4)[3];
      } else if (line.startsWith("# TYPE ")) {
        String[] parts = line.split(" ", 4);
        families.add(new Family(parts[2], parts[3], help, new LinkedHashSet<>()));
        help = "";
      } else if (!line.isEmpty()) {
        Matcher label = LABEL.matcher(line);
        while (label.find()) {
          families.get(families.size() - 1).labels().add(label.group(1));
        }
      }
    }
    // About every collector; and what the captured text files hold.
    families.removeIf(
        family ->
            family.name().matches("node_scrape_collector_.*|metricbay_collector_.*|testmetric.*"));
    return families;
  }
}
