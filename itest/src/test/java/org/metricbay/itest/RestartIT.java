package org.metricbay.itest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same state is reached after a restart, whatever happened before it. */
class RestartIT {
  @TempDir private Path work;

  private PackedAgent start() throws IOException {
    return PackedAgent.in(work)
        .with("run", "--port", "0")
        .conf("deploy.start-timeout = 1", "deploy.quiet = 0.3")
        .start();
  }

  private static byte[] demo(String version, double value) {
    return PluginJar.collector("demo").version(version).value(value).bytes();
  }

  private static void deleteTree(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @Test
  void killedInTheMiddleOfAnUpgradeThatFails() throws Exception {
    try (PackedAgent agent = start()) {
      agent.drop("demo.jar", demo("1.0.0", 1));
      agent.awaitFile("demo.jar", "RUNNING");
      agent.drop(
          "demo.jar", PluginJar.collector("demo").version("1.1.0").value(2).with("start", "hang"));
      agent.awaitFile("demo.jar", "DEPLOYING");
      agent.kill();
    }
    try (PackedAgent agent = start()) {
      JsonNode file = agent.awaitFile("demo.jar", "REFUSED");
      assertThat(file.get("reason").asText()).contains("did not start within 1 s");
      agent.awaitValue("demo_value", 1);
    }
  }

  @Test
  void killedInTheMiddleOfAnUpgradeThatWorks() throws Exception {
    try (PackedAgent agent = start()) {
      for (int i = 0; i < 5; i++) {
        agent.drop("demo" + i + ".jar", PluginJar.collector("demo" + i).value(1));
      }
      agent.awaitValue("demo4_value", 1);
      for (int i = 0; i < 5; i++) {
        agent.drop("demo" + i + ".jar", PluginJar.collector("demo" + i).version("1.1.0").value(2));
      }
      agent.awaitPage("some upgrade", page -> page.values().toString().contains("_value=2"));
      agent.kill();
    }
    try (PackedAgent agent = start()) {
      for (int i = 0; i < 5; i++) {
        agent.awaitValue("demo" + i + "_value", 2);
      }
      agent.awaitPlugins(
          "all five to run",
          json -> PackedAgent.ofFiles(json, "state").equals(Collections.nCopies(5, "RUNNING")));
    }
  }

  @Test
  void corruptFileOverAGoodOne() throws Exception {
    try (PackedAgent agent = start()) {
      agent.drop("demo.jar", demo("1.0.0", 1));
      agent.awaitValue("demo_value", 1);
      agent.stop();
      Files.write(agent.deploy().resolve("demo.jar"), "broken".getBytes(StandardCharsets.UTF_8));
    }
    try (PackedAgent agent = start()) {
      agent.awaitValue("demo_value", 1);
      JsonNode file = agent.awaitFile("demo.jar", "INVALID");
      assertThat(file.get("runningVersion").asText()).isEqualTo("1.0.0");
      agent.awaitLog("demo.jar: ignored: it is not a JAR.*; 1.0.0 keeps running");

      agent.drop("demo.jar", demo("1.1.0", 2));
      agent.awaitValue("demo_value", 2);
    }
  }

  @Test
  void changedAndDeletedWhileItWasDown() throws Exception {
    try (PackedAgent agent = start()) {
      agent.drop("demo.jar", demo("1.0.0", 1));
      agent.drop("gone.jar", PluginJar.collector("gone"));
      agent.awaitValue("demo_value", 1);
      agent.awaitValue("gone_value", 1);
      agent.stop();
      agent.drop("demo.jar", demo("0.9.0", 2));
      agent.delete("gone.jar");
    }
    try (PackedAgent agent = start()) {
      agent.awaitValue("demo_value", 2);
      assertThat(agent.scrape().startingWith("gone_")).isEmpty();
      assertThat(PackedAgent.ofFiles(agent.plugins(), "name")).containsExactly("demo.jar");
    }
  }

  @Test
  void deletedDataFolder() throws Exception {
    try (PackedAgent agent = start()) {
      agent.drop("demo.jar", demo("1.0.0", 1));
      agent.awaitValue("demo_value", 1);
      agent.stop();
      deleteTree(agent.data());
    }
    try (PackedAgent agent = start()) {
      agent.awaitValue("demo_value", 1);
    }
  }

  @Test
  void damagedDataFolder() throws Exception {
    try (PackedAgent agent = start()) {
      agent.drop("demo.jar", demo("1.0.0", 1));
      agent.drop("broken.jar", PluginJar.collector("broken"));
      agent.awaitValue("demo_value", 1);
      agent.awaitValue("broken_value", 1);
      agent.stop();
      agent.drop("broken.jar", new byte[10]);
      byte[] junk = {(byte) 0xff, '=', '\\', 'u', 'x', 0, (byte) 0xc3, 'P', 'K'};
      try (Stream<Path> files = Files.walk(agent.data())) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          Files.write(file, junk);
        }
      }
      Files.write(agent.data().resolve("stopped-plugins"), junk);
    }
    try (PackedAgent agent = start()) {
      agent.awaitValue("demo_value", 1);
      // Its kept copy was damaged as well: nothing is left that could run.
      agent.awaitFile("broken.jar", "INVALID");
      assertThat(agent.scrape().startingWith("broken_")).isEmpty();
      agent.drop("broken.jar", PluginJar.collector("broken").value(3));
      agent.awaitValue("broken_value", 3);
    }
  }

  @Test
  void filesInPlaceOfTheFoldersInTheDataFolder() throws Exception {
    for (String name : new String[] {"cache", "kept", "tmp", "log"}) {
      Files.createDirectories(work.resolve("data"));
      Files.writeString(work.resolve("data").resolve(name), "a file");
    }
    Launch launch =
        PackedAgent.in(work)
            .with("run", "--port", "0", "--data", work.resolve("data").toString())
            .with("--deploy", Files.createDirectories(work.resolve("deploy")).toString());
    PackedAgent.Exit exit = launch.runToEnd();
    assertThat(exit.status()).isEqualTo(2);
    assertThat(exit.err()).startsWith("metricbay: ").contains("data").hasLineCount(1);
  }

  @Test
  void goodVersionComesBackAfterARollbackTime() throws Exception {
    Path trouble = work.resolve("trouble");
    try (PackedAgent agent =
        PackedAgent.in(work)
            .with("run", "--port", "0")
            .conf("deploy.rollback-after = 0.5")
            .start()) {
      agent.drop("demo.jar", demo("1.0.0", 1));
      agent.awaitValue("demo_value", 1);
      agent.drop(
          "demo.jar",
          PluginJar.collector("demo")
              .version("1.1.0")
              .value(2)
              .with("collect", "throw")
              .with("only-while", trouble.toString()));
      agent.awaitValue("demo_value", 2);
      Files.writeString(trouble, "now it fails");
      agent.awaitValue("demo_value", 1);
      JsonNode file = agent.awaitFile("demo.jar", "REFUSED");
      assertThat(file.get("reason").asText())
          .contains("all its collectors failed for 0.5 s; it was taken back");
      assertThat(file.get("runningVersion").asText()).isEqualTo("1.0.0");
      assertThat(agent.scrape().value("metricbay_deploy_rollbacks_total")).isEqualTo(1);
      agent.awaitLog("demo.jar: refused org.example.demo 1.1.0: all its collectors failed");
    }
  }
}
