package org.metricbay.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The watched folder itself goes away. */
class FolderGoneIT {
  @Test
  void pluginsRunOnWhileTheFolderIsAway(@TempDir Path work) throws Exception {
    try (PackedAgent agent = PackedAgent.in(work).start()) {
      agent.drop("demo.jar", PluginJar.collector("demo").value(1));
      agent.drop("other.jar", PluginJar.collector("other").value(1));
      agent.awaitValue("demo_value", 1);
      agent.awaitValue("other_value", 1);
      try (Scraper scraper = Scraper.of(agent).require("demo_").require("other_")) {
        Path away = Files.move(agent.deploy(), work.resolve("away"));
        agent.awaitLog("cannot be read; the plugins keep running until it is back");
        assertThat(agent.scrape().value("demo_value")).isEqualTo(1);
        Files.move(away, agent.deploy());
        agent.awaitLog("deploy is back");
        agent.drop("demo.jar", PluginJar.collector("demo").version("1.1.0").value(2));
        agent.awaitValue("demo_value", 2);

        // Another folder in its place: what is not in it goes.
        Files.move(agent.deploy(), away);
        scraper.release("other_");
        Files.createDirectories(agent.deploy());
        Files.copy(away.resolve("demo.jar"), agent.deploy().resolve("demo.jar"));
        agent.awaitNo("other_value");
      }
      agent.awaitValue("demo_value", 2);
      agent.drop("third.jar", PluginJar.collector("third").value(3));
      agent.awaitValue("third_value", 3);
    }
  }
}
