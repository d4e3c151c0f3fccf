package org.metricbay.itest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The distribution's plugins, and who was there first, keep what they have. */
class SeniorityIT {
  private static final String CPU = "cpu-bundle.jar";
  private static final String TEXTFILE = "textfile-bundle.jar";

  @TempDir private Path work;

  private static byte[] shipped(String file) throws IOException {
    return Files.readAllBytes(PackedAgent.HOME.resolve("bundles-deploy").resolve(file));
  }

  private PackedAgent start() throws IOException {
    return PackedAgent.in(work).with("run", "--port", "0").start();
  }

  private static PluginJar thief(String name) {
    return PluginJar.collector(name).with("also", "node_cpu_seconds_total,node_load1");
  }

  /** The series that only the distribution's plugin gives. */
  private static Set<String> cpuSeries(PackedAgent agent) {
    Set<String> all = new TreeSet<>(agent.scrape().startingWith("node_cpu_seconds_total"));
    assertThat(all).isNotEmpty().allMatch(series -> series.contains("mode="));
    return all;
  }

  private static JsonNode plugin(PackedAgent agent, String bundle) {
    for (JsonNode plugin : agent.plugins().get("plugins")) {
      if (plugin.at("/bundle/symbolicName").asText().equals(bundle)) {
        return plugin;
      }
    }
    throw new AssertionError("no plugin of " + bundle);
  }

  @Test
  void aNewcomerTakesNoSeriesOfTheDistributions() throws Exception {
    Set<String> before;
    try (PackedAgent agent = start()) {
      agent.drop(CPU, shipped(CPU));
      agent.awaitPage(
          "the processors", page -> page.has("node_scrape_collector_success{collector=\"cpu\"}"));
      before = cpuSeries(agent);
      agent.drop("aaa.jar", thief("aaa"));
      agent.awaitFile("aaa.jar", "RUNNING");
      agent.awaitLog(
          "WARNING aaa of org.example.aaa 1.0.0 gives what cpu of org.metricbay.cpu .* gave first.*"
              + "node_cpu_seconds_total \\(1 series: \\{}\\)");
      checkThief(agent, before);
      JsonNode clash = plugin(agent, "org.example.aaa").get("clashes").get(0);
      assertThat(clash.get("keeper").asText()).isEqualTo("cpu");
      assertThat(clash.get("loser").asText()).isEqualTo("aaa");
      assertThat(clash.get("family").asText()).isEqualTo("node_cpu_seconds_total");
      assertThat(plugin(agent, "org.metricbay.cpu").get("clashes")).contains(clash);
      agent.kill();
    }
    Files.setLastModifiedTime(
        work.resolve("deploy/aaa.jar"), FileTime.from(Instant.parse("2001-01-01T00:00:00Z")));
    try (PackedAgent agent = start()) {
      checkThief(agent, before);
    }
    Files.delete(work.resolve("data/seniority"));
    try (PackedAgent agent = start()) {
      checkThief(agent, before);
      agent.delete("aaa.jar");
      agent.awaitNo("aaa_value");
      assertThat(agent.scrape().startingWith("metricbay_collector_lost_series")).isEmpty();
    }
  }

  private static void checkThief(PackedAgent agent, Set<String> before) {
    agent.awaitValue("aaa_value", 1);
    assertThat(cpuSeries(agent)).isEqualTo(before);
    String lost =
        "metricbay_collector_lost_series{bundle=\"org.example.aaa\",collector=\"aaa\","
            + "family=\"node_cpu_seconds_total\",keeper=\"cpu\",keeper_bundle=\"org.metricbay.cpu\"}";
    assertThat(agent.scrape().value(lost)).isEqualTo(1);
  }

  @Test
  void ofTwoDroppedTheFirstKeepsItsSeriesAndNameThroughKillsAndUpgrades() throws Exception {
    try (PackedAgent agent = start()) {
      agent.drop("zzz.jar", PluginJar.collector("zzz").value(1));
      agent.awaitValue("zzz_value", 1);
      agent.drop("aaa.jar", PluginJar.collector("aaa").with("also", "zzz_value"));
      agent.drop("name.jar", PluginJar.collector("name").with("says-name", "zzz"));
      agent.awaitFile("aaa.jar", "RUNNING");
      agent.awaitFile("name.jar", "RUNNING");
      agent.drop("zzz.jar", PluginJar.collector("zzz").value(2).version("2.0.0"));
      agent.awaitValue("zzz_value", 2);
      checkFirst(agent);
      agent.kill();
    }
    try (PackedAgent agent = start()) {
      checkFirst(agent);
    }
  }

  private static void checkFirst(PackedAgent agent) {
    assertThat(agent.scrape().value("zzz_value")).isEqualTo(2);
    assertThat(agent.scrape().startingWith("name_value")).isEmpty();
    assertThat(plugin(agent, "org.example.name").get("state").asText()).isEqualTo("DUPLICATE");
    assertThat(plugin(agent, "org.example.zzz").get("state").asText()).isEqualTo("OK");
    assertThat(
            agent
                .scrape()
                .value(
                    "metricbay_collector_duplicate_info{bundle=\"org.example.name\","
                        + "collector=\"zzz\",keeper_bundle=\"org.example.zzz\"}"))
        .isEqualTo(1);
  }

  @Test
  void anotherFileWithANameOfTheDistributionIsADuplicate() throws Exception {
    byte[] foreign =
        PluginJar.named("org.metricbay.cpu")
            .version("99.0.0")
            .with("collectors", "cpu")
            .with("also", "node_cpu_seconds_total")
            .bytes();
    try (PackedAgent agent = start()) {
      agent.drop(CPU, shipped(CPU));
      agent.awaitFile(CPU, "RUNNING");
      Set<String> before = cpuSeries(agent);
      agent.drop("aaa.jar", foreign);
      JsonNode file = agent.awaitFile("aaa.jar", "DUPLICATE");
      assertThat(file.get("reason").asText()).contains(CPU, "org.metricbay.cpu");
      agent.awaitLog("aaa.jar: org.metricbay.cpu 99.0.0 is not run: cpu-bundle.jar");
      assertThat(cpuSeries(agent)).isEqualTo(before);
      assertThat(agent.scrape().startingWith("metricbay_deploy_refused_info"))
          .hasSize(1)
          .allMatch(series -> series.contains("aaa.jar") && series.contains("duplicate"));
      // Under the distribution's own name it is meant.
      agent.drop(CPU, foreign);
      agent.awaitValue("cpu_value", 1);
    }
  }

  @Test
  void theDistributionListsAllItsPlugins() throws Exception {
    Set<String> files = new TreeSet<>();
    try (var jars =
        Files.newDirectoryStream(PackedAgent.HOME.resolve("bundles-deploy"), "*-bundle.jar")) {
      jars.forEach(jar -> files.add(String.valueOf(jar.getFileName())));
    }
    Set<String> listed = new TreeSet<>();
    for (String line :
        Files.readAllLines(
            PackedAgent.HOME.resolve("lib/shipped-plugins"), StandardCharsets.UTF_8)) {
      listed.add(line.substring(line.indexOf('=') + 1));
      assertThat(line).startsWith("org.metricbay.");
    }
    assertThat(listed).isNotEmpty().isEqualTo(files);
  }

  @Test
  void textFilesAndScriptsThatLoseSaySo() throws Exception {
    Path texts = Files.createDirectory(work.resolve("texts"));
    Path scripts = Files.createDirectory(work.resolve("scripts"));
    Files.setPosixFilePermissions(scripts, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path script = Files.writeString(scripts.resolve("a.sh"), "#!/bin/sh\necho own_script 1\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.writeString(texts.resolve("a.prom"), "own_text 1\n");
    Launch launch =
        PackedAgent.in(work)
            .with("run", "--port", "0")
            .conf("collect.timeout = 5")
            .pluginConf(
                "textfile",
                "textfile.folders = "
                    + texts
                    + "\nscript.folder = "
                    + scripts
                    + "\nscript.interval = 1\n");
    try (PackedAgent agent = launch.start()) {
      agent.drop("zzz.jar", PluginJar.collector("zzz").value(2));
      agent.awaitValue("zzz_value", 2);
      agent.drop(TEXTFILE, shipped(TEXTFILE));
      agent.awaitValue("own_text", 1);
      agent.awaitValue("own_script", 1);
      agent.awaitValue("node_textfile_scrape_error", 0);
      assertThat(agent.scrape().has("metricbay_script_scrape_error")).isFalse();

      agent.drop(CPU, shipped(CPU));
      agent.awaitPage("the load", page -> page.has("node_load1"));
      agent.forgetLog();
      Files.writeString(texts.resolve("b.prom"), "node_load1 666\nzzz_value 666\nown_other 1\n");
      agent.awaitValue("node_textfile_scrape_error", 1);
      assertThat(agent.scrape().value("node_load1")).isNotEqualTo(666);
      assertThat(agent.scrape().value("zzz_value")).isEqualTo(2);
      assertThat(agent.scrape().value("own_other")).isEqualTo(1);
      agent.awaitLog("textfile of org.metricbay.textfile .* gives what loadavg of .*node_load1");
      Files.delete(texts.resolve("b.prom"));
      agent.awaitValue("node_textfile_scrape_error", 0);

      Files.writeString(script, "#!/bin/sh\necho node_load1 666\n");
      agent.awaitPage(
          "the script's error",
          page ->
              page.has("metricbay_script_scrape_error")
                  && page.value("metricbay_script_scrape_error") == 1);
      assertThat(agent.scrape().value("node_load1")).isNotEqualTo(666);
    }
  }
}
