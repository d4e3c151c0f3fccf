package org.metricbay.itest;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.metricbay.api.MetricDescriptor;
import org.metricbay.itest.DescribedMetrics.Described;

/** Writes {@code docs/metrics.md} from the page of a running agent and the bundles' descriptors. */
final class MetricsDoc {
  private static final String HEAD =
      """
      # Metrics

      Every metric that the bundles of the distribution expose, with node_exporter's names, types \
      and labels. A page has those that the kernel and the hardware provide; `metricbay print` \
      shows yours. The collectors `meminfo`, `meminfo_numa`, `vmstat`, `netstat`, `sockstat`, \
      `zoneinfo`, `zfs`, `hwmon`, `edac` and `rapl` take some names from the kernel, so a newer \
      one may give more.

      This file is generated from two sources: the page of an agent on node_exporter's own \
      captured `/proc` and `/sys`, with some lines of newer kernels and with all collectors on; \
      and the descriptors in the bundles, for what that page lacks. A test compares the list with \
      the page of the machine that builds.

      Each collector also has `node_scrape_collector_success` and \
      `node_scrape_collector_duration_seconds`, as in node_exporter, and \
      `metricbay_collector_info` (bundle and version), `metricbay_collector_hung`, \
      `metricbay_collector_timeouts_total` and `metricbay_collector_dropped_series_total`; \
      `metricbay_collector_lost_series` and `metricbay_collector_duplicate_info` while two clash \
      ([who was there first](deployment.md#who-was-there-first)); \
      `metricbay_collector_age_seconds` if it is called beside the scrapes or being replaced; \
      `metricbay_collector_left_out` while something of it cannot be used, and \
      `metricbay_collector_cut_series` while something exceeds its limit.

      `mvn -B verify` fails if this file is not current; \
      `mvn -B verify -Dit.test=MetricsDocIT -Dmetricbay.docs.update=true` regenerates it.
      """;

  /** {@code name{label="value",…} value}. */
  private static final Pattern LABEL = Pattern.compile("([a-zA-Z_]\\w*)=\"(?:[^\"\\\\]|\\\\.)*\"");

  /** About every collector; and what the captured text files hold. */
  private static final Predicate<String> OF_EVERY_COLLECTOR =
      Pattern.compile("node_scrape_collector_.*|metricbay_collector_.*|testmetric.*")
          .asMatchPredicate();

  private static final Pattern SWITCH =
      Pattern.compile("#?collectors\\.(\\w+) = (true|false)", Pattern.MULTILINE);

  private final PackedAgent agent;
  private final List<Described> described;
  private final Properties sources;
  private final Map<String, Boolean> switches = new TreeMap<>();

  private record Family(String name, String type, String help, Set<String> labels) {}

  /**
   * Takes what it writes about.
   *
   * @param described what the bundles describe
   * @param sources what each collector reads
   * @param conf the folder with the shipped configuration files
   */
  MetricsDoc(PackedAgent agent, List<Described> described, Reader sources, Path conf)
      throws IOException {
    this.agent = agent;
    this.described = new ArrayList<>(described);
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

  /** What the agent's collectors are called. */
  Set<String> collectors() {
    Set<String> names = new TreeSet<>();
    agent.plugins().get("plugins").forEach(collector -> names.add(collector.get("name").asText()));
    return names;
  }

  /** What the agent exposes. */
  String text() {
    SortedMap<String, SortedMap<String, SortedMap<String, Family>>> bundles = new TreeMap<>();
    Map<String, String> descriptions = new TreeMap<>();
    for (JsonNode collector : agent.plugins().get("plugins")) {
      String name = collector.get("name").asText();
      descriptions.put(name, collector.get("description").asText());
      bundles
          .computeIfAbsent(collector.at("/bundle/symbolicName").asText(), it -> new TreeMap<>())
          .put(name, families(agent.get("/metrics?collect%5B%5D=" + name).body()));
    }
    described.forEach(
        metric -> addTo(bundles.computeIfAbsent(metric.bundle(), it -> new TreeMap<>()), metric));
    StringBuilder text = new StringBuilder(HEAD);
    bundles.forEach(
        (bundle, collectors) -> {
          text.append("\n## ").append(bundle).append('\n');
          collectors.forEach(
              (name, families) ->
                  collector(
                      text,
                      name,
                      descriptions.getOrDefault(name, "Only while it is used."),
                      families.values()));
        });
    return text.toString();
  }

  /** Adds what no page shows, to the collector that the class is named after or that is closest. */
  private static void addTo(
      SortedMap<String, SortedMap<String, Family>> collectors, Described described) {
    MetricDescriptor metric = described.metric();
    if (OF_EVERY_COLLECTOR.test(metric.name())
        || collectors.values().stream().anyMatch(it -> it.containsKey(metric.name()))) {
      return;
    }
    String type = metric.type().name().toLowerCase(Locale.ROOT).replace("unknown", "untyped");
    String owner =
        collectors.containsKey(described.owner())
            ? described.owner()
            : closest(collectors, metric.name()).orElse(described.owner());
    collectors
        .computeIfAbsent(owner, it -> new TreeMap<>())
        .put(
            metric.name(),
            new Family(
                metric.name(),
                type.equals("info") ? "gauge" : type,
                metric.help(),
                new TreeSet<>(metric.labelNames())));
  }

  /** The collector with the name that has the longest beginning in common. */
  private static Optional<String> closest(
      SortedMap<String, SortedMap<String, Family>> collectors, String name) {
    String closest = null;
    int longest = 0;
    for (Map.Entry<String, SortedMap<String, Family>> collector : collectors.entrySet()) {
      for (String other : collector.getValue().keySet()) {
        int common = 0;
        while (common < Math.min(name.length(), other.length())
            && name.charAt(common) == other.charAt(common)) {
          common++;
        }
        if (common > longest) {
          longest = common;
          closest = collector.getKey();
        }
      }
    }
    return Optional.ofNullable(closest);
  }

  private void collector(
      StringBuilder text, String name, String description, Collection<Family> families) {
    text.append("\n### `").append(name).append('`');
    if (!switches.getOrDefault(name, true)) {
      text.append(" (off by default)");
    }
    text.append("\n\n").append(description);
    text.append(" Source: ").append(source(name)).append(".\n\n");
    text.append("| metric | type | labels | |\n|---|---|---|---|\n");
    for (Family family : families) {
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

  private static SortedMap<String, Family> families(String page) {
    SortedMap<String, Family> families = new TreeMap<>();
    Set<String> labels = new LinkedHashSet<>();
    String help = "";
    for (String line : page.split("\n", -1)) {
      if (line.startsWith("# HELP ")) {
        help = line.split(" ", 4)[3];
      } else if (line.startsWith("# TYPE ")) {
        String[] parts = line.split(" ", 4);
        labels = new LinkedHashSet<>();
        families.put(parts[2], new Family(parts[2], parts[3], help, labels));
        help = "";
      } else if (!line.isEmpty()) {
        Matcher label = LABEL.matcher(line);
        while (label.find()) {
          labels.add(label.group(1));
        }
      }
    }
    families.keySet().removeIf(OF_EVERY_COLLECTOR);
    return families;
  }
}
