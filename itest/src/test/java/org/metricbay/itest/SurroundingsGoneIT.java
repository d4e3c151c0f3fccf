package org.metricbay.itest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the agent writes to goes away while it runs. */
class SurroundingsGoneIT {
  @TempDir private Path work;

  private static void deleteTree(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @Test
  void dataFolderDeletedWhileItRuns() throws Exception {
    Path trouble = work.resolve("trouble");
    try (PackedAgent agent = PackedAgent.in(work).conf("deploy.quiet = 0.3").start()) {
      agent.drop("demo.jar", PluginJar.collector("demo").value(1));
      agent.awaitValue("demo_value", 1);
      agent.drop(
          "lazy.jar",
          PluginJar.collector("lazy")
              .with("collect", "error")
              .with("only-while", trouble.toString()));
      agent.awaitValue("lazy_value", 1);
      try (Scraper scraper = Scraper.of(agent).require("demo_")) {
        deleteTree(agent.data());
        scraper.awaitScrapes(5);
        agent.drop("demo.jar", PluginJar.collector("demo").version("1.1.0").value(2));
        agent.awaitValue("demo_value", 2);
        agent.drop("new.jar", PluginJar.collector("new").value(3));
        agent.awaitValue("new_value", 3);
        assertThat(agent.put("/plugins/reload").statusCode()).isEqualTo(200);

        agent.drop("demo.jar", new byte[10]);
        JsonNode file = agent.awaitFile("demo.jar", "INVALID");
        assertThat(file.get("runningVersion").asText()).isEqualTo("1.1.0");

        // A class that is loaded only now, from a JAR whose copy is gone.
        Files.writeString(trouble, "now it fails");
        agent.awaitPlugins(
            "the class to be found",
            json ->
                PackedAgent.named(json.get("plugins"), "lazy")
                    .path("error")
                    .asText()
                    .startsWith("MadeUpError"));
      }
      assertThat(agent.stop().status()).isZero();
    }
    try (PackedAgent agent = PackedAgent.in(work).start()) {
      agent.awaitValue("demo_value", 2);
      agent.awaitValue("new_value", 3);
    }
  }

  @Test
  void standardOutputIsAPipeThatNobodyReads() throws Exception {
    try (PackedAgent agent =
        PackedAgent.in(work)
            .withUnreadOutput()
            .with("run", "--port", "0", "--no-console")
            .conf("collect.timeout = 1", "deploy.trial-timeout = 1")
            .start()) {
      agent.drop("demo.jar", PluginJar.collector("demo").value(1));
      agent.awaitValue("demo_value", 1);
      try (Scraper scraper = Scraper.of(agent).require("demo_")) {
        // It fills the pipe, and then waits for ever for somebody to read.
        agent.drop("print.jar", PluginJar.collector("print").with("collect", "print"));
        agent.awaitPlugins(
            "the plugin to hang",
            json ->
                PackedAgent.named(json.get("plugins"), "print")
                    .path("state")
                    .asText()
                    .equals("HUNG"));
        for (int i = 2; i < 10; i++) {
          agent.drop("demo.jar", PluginJar.collector("demo").version("1." + i).value(i));
          agent.awaitValue("demo_value", i);
          agent.awaitLog("demo.jar: updated org.example.demo 1." + i);
        }
        agent.drop("print.jar", PluginJar.collector("print").version("1.1").value(7));
        agent.awaitValue("print_value", 7);
        assertThat(agent.put("/plugins/reload").statusCode()).isEqualTo(200);
        scraper.awaitScrapes(3);
      }
      PackedAgent.Exit exit = agent.stop();
      assertThat(exit.time()).isLessThan(Duration.ofSeconds(10));
    }
  }
}
