package org.metricbay.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.metricbay.test.Conformance;

/** {@code docs/metrics.md} lists what the agent exposes, and what of node_exporter it lacks. */
class MetricsDocIT {
  private static final Path DOC = Path.of("../docs/metrics.md");

  private static final Pattern OFF_BY_DEFAULT =
      Pattern.compile("^#(collectors\\.\\w+) = false", Pattern.MULTILINE);

  /** Names that depend on the kernel's version or the hardware, and those of the engine. */
  private static final Predicate<String> ANY_KERNELS =
      Pattern.compile(
              "node_(memory|vmstat|netstat|sockstat|zoneinfo|zfs|hwmon|rapl|edac|scrape_collector)_.*"
                  + "|metricbay_collector_.*|jvm_native_memory_.*")
          .asMatchPredicate();

  @TempDir private Path work;

  @Test
  void isCurrent() throws Exception {
    try (PackedAgent agent = FixtureAgent.start(Conformance.find(), work, newerKernel());
        Reader sources = resource("/metrics-sources.properties")) {
      agent.awaitPage(
          "a run of the script", page -> !page.startingWith("metricbay_script_exit").isEmpty());
      MetricsDoc doc =
          new MetricsDoc(
              agent,
              DescribedMetrics.of(PackedAgent.HOME),
              sources,
              PackedAgent.HOME.resolve("conf"));
      String text =
          doc.text() + MissingMetrics.text(agent.get("/metrics").body(), doc.collectors());
      if (Boolean.getBoolean("metricbay.docs.update")) {
        Files.writeString(DOC, text);
      }
      assertThat(text)
          .as("docs/metrics.md is not current: run this with -Dmetricbay.docs.update=true")
          .isEqualTo(Files.readString(DOC));
    }
  }

  @Test
  void namesWhatThisMachineGives() throws Exception {
    Launch launch = NodeExporter.agent(work).conf();
    for (Path file : configurations()) {
      Matcher off = OFF_BY_DEFAULT.matcher(Files.readString(file));
      launch.pluginConf(
          file.getFileName().toString().split("\\.", 3)[1], off.replaceAll("$1 = true"));
    }
    List<String> missing;
    try (PackedAgent agent = NodeExporter.whenReady(launch)) {
      String text = Files.readString(DOC);
      missing =
          agent
              .get("/metrics")
              .body()
              .lines()
              .filter(line -> line.startsWith("# TYPE "))
              .map(line -> line.split(" ", 4)[2])
              .filter(name -> !text.contains("`" + name + "`") && !ANY_KERNELS.test(name))
              .toList();
    }
    assertThat(missing)
        .as("add the kernel's lines with these to metrics-newer-kernel.txt")
        .isEmpty();
  }

  private static List<Path> configurations() throws IOException {
    List<Path> files = new ArrayList<>();
    try (var found =
        Files.newDirectoryStream(PackedAgent.HOME.resolve("conf"), "metricbay.*.cfg")) {
      found.forEach(files::add);
    }
    return files;
  }

  /** Lines that the captured trees are too old for, or lack. */
  private static Map<String, String> newerKernel() throws IOException {
    Map<String, String> lines = new TreeMap<>();
    try (BufferedReader reader = new BufferedReader(resource("/metrics-newer-kernel.txt"))) {
      for (String line; (line = reader.readLine()) != null; ) {
        if (!line.startsWith("#") && !line.isBlank()) {
          String[] parts = line.split(" \\| ", 2);
          lines.merge(parts[0], parts[1] + "\n", String::concat);
        }
      }
    }
    return lines;
  }

  static Reader resource(String name) throws IOException {
    InputStream stream = Objects.requireNonNull(MetricsDocIT.class.getResourceAsStream(name));
    return new InputStreamReader(stream, StandardCharsets.UTF_8);
  }
}
