package org.metricbay.itest;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that a plugin waits for to go. */
final class HeldFile {
  private final Path file;

  /** Makes it in a folder. */
  HeldFile(Path folder) throws IOException {
    file = Files.createFile(folder.resolve("held"));
  }

  /** A plugin {@code held} with one collector, which waits in {@code start} or {@code collect}. */
  PluginJar plugin(String where) {
    return PluginJar.collector("held").with(where, "wait").with("wait-for", file.toString());
  }

  /** Waits until the plugin waits. */
  void awaitWaiting() {
    await("the plugin to wait")
        .atMost(PackedAgent.DEADLINE)
        .pollInterval(PackedAgent.OFTEN)
        .until(() -> Files.exists(file.resolveSibling("held.waiting")));
  }

  /** Lets the plugin go on. */
  void release() throws IOException {
    Files.delete(file);
  }
}
