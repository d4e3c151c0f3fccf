package org.metricbay.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.metricbay.test.Conformance;
import org.metricbay.test.Page;

/** The page as a whole, made by the packed agent, judged by others than us. */
class PageIT {
  private static final Path FIXTURES = Path.of("src/test/fixtures").toAbsolutePath();
  private static final Path GOLDEN = Path.of("src/test/golden/metrics.txt").toAbsolutePath();
  private static final Pattern SAME_AS_NODE_EXPORTER =
      Pattern.compile(
          "node_(cpu_(?!vulnerabilities_).*|load\\d+|context_switches_total|forks_total|intr_total"
              + "|boot_time_seconds|procs_(running|blocked)|disk_.*)");

  @TempDir private Path work;

  private PackedAgent start(Path proc, Path sys, Path udev, Path root) throws IOException {
    PackedAgent agent =
        PackedAgent.in(work)
            .with("run", "--port", "0", "--procfs", proc.toString(), "--sysfs", sys.toString())
            .with("--udevdata", udev.toString(), "--rootfs", root.toString())
            .with("--deploy", PackedAgent.HOME.resolve("bundles-deploy").toString())
            .conf()
            .pluginConf("cpu", FixtureAgent.CPU_INFO)
            .start();
    agent.awaitPage(
        "both bundles",
        page -> page.has("node_load1") && !page.startingWith("node_disk_").isEmpty());
    return agent;
  }

  private PackedAgent startOnFixtures() throws IOException {
    return start(
        FIXTURES.resolve("proc"),
        FIXTURES.resolve("sys"),
        FIXTURES.resolve("udev"),
        Files.createDirectories(work.resolve("root")));
  }

  @Test
  void saysWhatNodeExporterSays() throws Exception {
    Conformance conformance = Conformance.find();
    var files = conformance.files();
    try (PackedAgent agent =
        start(files.procfs(), files.sysfs(), files.udevData(), files.rootfs())) {
      Path ours = Files.writeString(work.resolve("page.txt"), agent.get("/metrics").body());
      Page expected =
          Page.read(
              conformance.folder().resolve("expected.txt"),
              SAME_AS_NODE_EXPORTER.asMatchPredicate());
      assertThat(expected.lines()).hasSizeGreaterThan(100);
      assertThat(Page.read(ours, SAME_AS_NODE_EXPORTER.asMatchPredicate()).lines())
          .containsExactlyEntriesOf(expected.lines());
    }
  }

  /** To accept what changed on purpose, run it with {@code -Dmetricbay.golden.update=true}. */
  @Test
  void pageOnOurOwnFixtures() throws Exception {
    try (PackedAgent agent = startOnFixtures()) {
      String page =
          agent
              .get(
                  "/metrics?collect[]=cpu&collect[]=cpufreq&collect[]=loadavg&collect[]=stat"
                      .concat("&collect[]=diskstats&collect[]=filesystem")
                      .replace("[]", "%5B%5D"))
              .body()
              .lines()
              // How long it took is another at each call.
              .filter(line -> !line.startsWith("node_scrape_collector_duration_seconds"))
              .collect(Collectors.joining("\n", "", "\n"));
      if (Boolean.getBoolean("metricbay.golden.update")) {
        Files.createDirectories(GOLDEN.resolveSibling("."));
        Files.writeString(GOLDEN, page);
      }
      assertThat(page).isEqualTo(Files.readString(GOLDEN));
    }
  }

  @Test
  void promtoolFindsNothing() throws Exception {
    Path promtool = tool("/usr/bin/promtool");
    try (PackedAgent agent = startOnFixtures()) {
      assertThat(judged(agent.get("/metrics").body(), promtool.toString(), "check", "metrics"))
          .isEmpty();
    }
  }

  @Test
  void strictParserReadsOpenMetrics() throws Exception {
    Path python = tool("/usr/bin/python3");
    if (!judgedStatus("", python.toString(), "-c", "import prometheus_client")) {
      missing("python3-prometheus-client");
    }
    String program =
        """
        import sys
        from prometheus_client.openmetrics.parser import text_string_to_metric_families as parse
        families = list(parse(sys.stdin.read()))
        assert any(f.name == 'node_cpu_seconds' and f.type == 'counter' for f in families)
        assert any(f.name == 'node_load1' and f.type == 'gauge' for f in families)
        """;
    try (PackedAgent agent = startOnFixtures()) {
      HttpResponse<String> response =
          agent.send(agent.request("/metrics").header("Accept", "application/openmetrics-text"));
      assertThat(response.headers().firstValue("Content-Type").orElse(""))
          .startsWith("application/openmetrics-text");
      assertThat(judged(response.body(), python.toString(), "-c", program)).isEmpty();
    }
  }

  private static Path tool(String path) {
    Path tool = Path.of(path);
    if (!Files.isExecutable(tool)) {
      missing(path);
    }
    return tool;
  }

  private static void missing(String what) {
    String message = "NOT JUDGED: " + what + " is not installed; .ci/run installs it";
    if ("true".equals(System.getenv("CI"))) {
      fail(message);
    }
    System.getLogger(PageIT.class.getName()).log(System.Logger.Level.WARNING, message);
    abort(message);
  }

  /** What a program that reads the page says of it, which must be nothing. */
  private String judged(String page, String... command) throws Exception {
    boolean good = judgedStatus(page, command);
    String said = Files.readString(work.resolve("judge.txt"), StandardCharsets.UTF_8);
    return good ? said : "it failed: " + said;
  }

  private boolean judgedStatus(String page, String... command) throws Exception {
    Path in = Files.writeString(work.resolve("judged.txt"), page);
    Process process =
        new ProcessBuilder(List.of(command))
            .redirectInput(in.toFile())
            .redirectOutput(work.resolve("judge.txt").toFile())
            .redirectErrorStream(true)
            .start();
    try {
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).as("end of " + command[0]).isTrue();
      return process.exitValue() == 0;
    } finally {
      process.destroyForcibly();
    }
  }
}
