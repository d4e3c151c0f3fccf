package org.metricbay.itest;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** An agent with the memory plugins, whose configuration file a test writes. */
abstract class ConfiguredMemory {
  /** By when a saved file must be in force, however busy the machine is. */
  private static final Duration SOON = Duration.ofSeconds(10);

  static final String BUDDYINFO = success("buddyinfo");

  static final String MEMINFO = success("meminfo");

  @TempDir Path work;
  Path conf;

  static String success(String collector) {
    return "node_scrape_collector_success{collector=\"" + collector + "\"}";
  }

  @BeforeEach
  void memoryBundle() throws IOException {
    conf = Files.createDirectories(work.resolve("conf"));
    Path deploy = Files.createDirectories(work.resolve("deploy"));
    Files.copy(bundles().resolve("memory-bundle.jar"), deploy.resolve("memory-bundle.jar"));
  }

  static Path bundles() {
    return PackedAgent.HOME.resolve("bundles-deploy");
  }

  final Launch launch() {
    return PackedAgent.in(work).with("run", "--port", "0").conf();
  }

  final PackedAgent start() throws IOException {
    PackedAgent agent = launch().start();
    agent.awaitLog("memory-bundle.jar: installed");
    return agent;
  }

  final Path file(String name) {
    return conf.resolve("metricbay." + name + ".cfg");
  }

  final void save(String... lines) throws IOException {
    Files.write(file("memory"), List.of(lines));
  }

  static void awaitSoon(PackedAgent agent, String series, boolean there) {
    await(series + (there ? "" : " to go"))
        .atMost(SOON)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> agent.scrape().has(series) == there);
  }
}
