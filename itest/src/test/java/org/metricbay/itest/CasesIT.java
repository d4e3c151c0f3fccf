package org.metricbay.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.metricbay.test.Conformance;

/** Kernel files from public bug reports, read by the packed agent; see {@code cases/README.md}. */
class CasesIT {
  private static final Path CASES = Path.of("src/test/resources/cases");

  /** The machine may be busy, and some cases are what a large host has. */
  private static final Duration DEADLINE = Duration.ofMinutes(2);

  /** What must not be on the page, by the beginning of the case's name. */
  private static final Map<String, String> FORBIDDEN =
      Map.of(
          "01", "node_network_.*device=\"(team0|1)\"",
          "07", "WRONG-NAMESPACE",
          "09", "DirectMap1G",
          "10", "node_interrupts_total.*cpu=\"1\"",
          "13", "node_disk_(reads_merged|read_time_seconds)_total.*c0d0p1",
          "17", "node_load1 99|node_load5.*a=\"b\"",
          "20", "node_hwmon_energy_joule_total.*xgene");

  /** What the log must tell, once for all scrapes. */
  private static final Map<String, String> TOLD =
      Map.of("09", "line \"DirectMap1G\" of meminfo", "20", "node_hwmon_energy_joule_total");

  @TempDir private Path work;

  static List<Path> cases() throws IOException {
    try (Stream<Path> all = Files.list(CASES)) {
      return all.filter(Files::isDirectory).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void showsWhatIsExpected(Path files) throws Exception {
    Path tree = Files.createDirectory(work.resolve("tree"));
    Conformance.find().copyTo(tree);
    lay(files, tree);
    String number = String.valueOf(files.getFileName()).substring(0, 2);
    try (PackedAgent agent = agent(tree)) {
      await(files + " as expected")
          .atMost(DEADLINE)
          .pollDelay(Duration.ZERO)
          .untilAsserted(() -> assertPage(agent.get("/metrics").body(), files, number));
      String told = TOLD.get(number);
      if (told != null) {
        assertThat(agent.log()).containsOnlyOnce(told);
      }
    }
  }

  private static void assertPage(String text, Path files, String number) throws IOException {
    MetricsPage page = MetricsPage.parse(text);
    for (String line : Files.readAllLines(files.resolve("expected.txt"))) {
      if (!line.startsWith("#") && !line.isBlank()) {
        int space = line.lastIndexOf(' ');
        String series = line.substring(0, space);
        assertThat(page.values()).containsKey(series);
        if (!line.endsWith(" SIZE")) {
          assertThat(page.value(series))
              .as(series)
              .isEqualTo(Double.parseDouble(line.substring(space + 1)));
        }
      }
    }
    String forbidden = FORBIDDEN.get(number);
    if (forbidden != null) {
      assertThat(page.values().keySet())
          .noneMatch(series -> Pattern.compile(forbidden).matcher(series).find());
    }
  }

  private PackedAgent agent(Path tree) throws IOException {
    Launch launch =
        NodeExporter.agent(Files.createDirectory(work.resolve("agent")))
            .with("--procfs", tree.resolve("proc").toString())
            .with("--sysfs", tree.resolve("sys").toString())
            .with("--udevdata", tree.resolve("udev/data").toString())
            .conf();
    if (Files.exists(tree.resolve("root"))) {
      launch.with("--rootfs", tree.resolve("root").toString());
    }
    launch.pluginConf("cpu", "collectors.interrupts = true\n");
    launch.pluginConf("network", "collectors.tcpstat = true\n");
    launch.pluginConf("system", "collectors.processes = true\n");
    launch.pluginConf("textfile", "textfile.folders = " + tree.resolve("textfile") + "\n");
    return NodeExporter.whenReady(launch);
  }

  private static void lay(Path files, Path tree) throws Exception {
    Path delete = files.resolve("DELETE");
    if (Files.exists(delete)) {
      for (String name : Files.readAllLines(delete)) {
        deleteAll(tree.resolve(name.strip()));
      }
    }
    for (String part : List.of("proc", "sys", "root", "textfile")) {
      if (Files.exists(files.resolve(part))) {
        copy(files, files.resolve(part), tree);
      }
    }
    Path make = files.resolve("make.py");
    if (Files.exists(make)) {
      Path self = tree.resolve("proc/self"); // The fixtures' link, kept as a file.
      if (Files.isRegularFile(self)) {
        Files.delete(self);
      }
      assertThat(
              new ProcessBuilder("python3", make.toString(), tree.toString())
                  .inheritIO()
                  .start()
                  .waitFor())
          .isZero();
    }
  }

  private static void deleteAll(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      try (Stream<Path> inside = Files.list(path)) {
        for (Path one : (Iterable<Path>) inside::iterator) {
          deleteAll(one);
        }
      }
    }
    Files.deleteIfExists(path);
  }

  private static void copy(Path from, Path part, Path to) throws IOException {
    try (Stream<Path> paths = Files.walk(part)) {
      for (Path path : (Iterable<Path>) paths::iterator) {
        Path target = to.resolve(from.relativize(path).toString());
        if (Files.isDirectory(path)) {
          Files.createDirectories(target);
        } else {
          Files.copy(path, target, StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
  }
}
