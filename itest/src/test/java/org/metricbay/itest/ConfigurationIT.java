package org.metricbay.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The plugins' configuration files: what is saved is in force at once, and what is wrong never. */
class ConfigurationIT extends ConfiguredMemory {
  private static Map<String, Double> deployments(PackedAgent agent) {
    Map<String, Double> counters = new TreeMap<>(agent.scrape().values());
    counters.keySet().removeIf(series -> !series.matches("metricbay_deploy_\\w+_total.*"));
    return counters;
  }

  @Test
  void switchesCollectorsWhileScrapesGoOn() throws Exception {
    try (PackedAgent agent = start()) {
      JsonNode before = PackedAgent.named(agent.plugins().get("plugins"), "vmstat").get("bundle");
      Map<String, Double> deployments = deployments(agent);
      try (Scraper scraper = Scraper.of(agent).require("node_vmstat_").require(success("vmstat"))) {
        awaitSoon(agent, MEMINFO, true);
        assertThat(agent.scrape().has(BUDDYINFO)).isFalse();

        save("collectors.buddyinfo = true");
        awaitSoon(agent, BUDDYINFO, true);
        scraper.require(MEMINFO).require(BUDDYINFO);
        scraper.awaitScrapes(5);

        scraper.releaseAllBut("node_vmstat_");
        save("collectors.meminfo = false", "collectors.buddyinfo = true");
        awaitSoon(agent, MEMINFO, false);
        assertThat(agent.scrape().startingWith("node_memory_")).isEmpty();
        assertThat(agent.scrape().has(BUDDYINFO)).isTrue();

        Files.delete(file("memory"));
        awaitSoon(agent, MEMINFO, true);
        awaitSoon(agent, BUDDYINFO, false);
      }
      assertThat(PackedAgent.named(agent.plugins().get("plugins"), "vmstat").get("bundle"))
          .isEqualTo(before);
      assertThat(deployments(agent)).isEqualTo(deployments).isNotEmpty();
      assertThat(agent.log()).doesNotContain("updated", "SEVERE", "WARNING");
    }
  }

  @Test
  void theAgentsOwnFileNeedsARestartAndTheLogSaysSo() throws Exception {
    try (PackedAgent agent = start()) {
      Files.writeString(conf.resolve("metricbay.cfg"), "port = 1\ncollect.timeout = 2\n");
      agent.awaitLog(
          "WARNING .*metricbay.cfg has changed: restart the agent for collect.timeout, port");
    }
  }

  @Test
  void doesNotMindHowEditorsSave() throws Exception {
    save("collectors.buddyinfo = true", "collectors.ksmd = false");
    try (PackedAgent agent = start();
        Scraper scraper = Scraper.of(agent).require(BUDDYINFO)) {
      agent.forgetLog();
      // As vim does: write a backup, remove the original, write it anew.
      Files.writeString(conf.resolve("4913"), "");
      Files.writeString(conf.resolve(".metricbay.memory.cfg.swp"), "collectors.buddyinfo = false");
      Files.move(file("memory"), conf.resolve("metricbay.memory.cfg~"));
      scraper.awaitScrapes(2);
      // As many do: empty it, then write it in pieces, which are wrong each for itself.
      Files.writeString(file("memory"), "");
      scraper.awaitScrapes(2);
      Files.writeString(file("memory"), "collectors.bud");
      Files.writeString(file("memory"), "collectors.buddyinfo = t");
      Files.writeString(
          file("memory"), "collectors.buddyinfo = true\ncollectors.zoneinfo = true\n");
      awaitSoon(agent, success("zoneinfo"), true);
      // As careful ones do: write another and rename it.
      Path other = Files.writeString(conf.resolve("metricbay.memory.cfg.tmp"), "");
      scraper.awaitScrapes(2);
      Files.writeString(other, "collectors.buddyinfo = true");
      Files.move(other, file("memory"), StandardCopyOption.ATOMIC_MOVE);
      awaitSoon(agent, success("zoneinfo"), false);
      scraper.awaitScrapes(2);
      assertThat(agent.log()).doesNotContain("SEVERE", "WARNING");
      scraper.release(BUDDYINFO);
      Files.writeString(file("memory"), "");
      agent.awaitNo(BUDDYINFO);
    }
  }

  @Test
  void isInForceFromTheFirstPageOn() throws Exception {
    save("collectors.meminfo = false", "collectors.buddyinfo = true");
    for (int run = 0; run < 3; run++) {
      List<MetricsPage> pages = new ArrayList<>();
      try (PackedAgent agent = launch().start()) {
        await()
            .atMost(PackedAgent.DEADLINE)
            .pollInterval(Duration.ofMillis(1))
            .until(
                () -> {
                  MetricsPage page = agent.scrape();
                  pages.add(page);
                  return page.has(BUDDYINFO);
                });
        agent.awaitLog("memory-bundle.jar: installed \\S+ \\S+: buddyinfo, edac, vmstat\\R");
        pages.add(agent.scrape());
      }
      assertThat(pages).noneMatch(page -> page.has(MEMINFO));
    }
  }

  /** Who reads the files goes on without it, and tells the next one all. */
  @Test
  void outlastsTheConfigurationAdmin() throws Exception {
    ShellSession.needsATerminal();
    save("collectors.buddyinfo = true", "collectors.meminfo = false");
    try (ShellSession shell = ShellSession.start(work, PackedAgent.in(work).conf())) {
      PackedAgent agent = shell.agent();
      agent.awaitLog("memory-bundle.jar: installed");
      try (Scraper scraper = Scraper.of(agent).require(BUDDYINFO)) {
        String admin = ShellBundles.of(shell).id("org.apache.felix.configadmin");
        shell.type("(context:bundle " + admin + ") stop");
        agent.awaitLog("\\(org.apache.felix.configadmin\\) was stopped by hand");
        await("it").until(() -> shell.type("lb -s configadmin").contains("Active"));
        assertThat(shell.type("metric:restart memory-bundle.jar")).contains("restarted");
        save("collectors.buddyinfo = true", "collectors.meminfo = true");
        agent.awaitPage("meminfo to be on", page -> page.has(MEMINFO));
        scraper.awaitScrapes(3);
      }
    }
  }

  @Test
  void staysInForceThroughAnUpgrade() throws Exception {
    save("collectors.buddyinfo = true");
    try (PackedAgent agent = start();
        Scraper scraper = Scraper.of(agent).require(BUDDYINFO)) {
      Path jar = work.resolve("deploy/memory-bundle.jar");
      byte[] bytes = Files.readAllBytes(jar);
      // Another comment at the end of the archive: the same bundle in another file.
      byte[] changed = java.util.Arrays.copyOf(bytes, bytes.length + 1);
      changed[bytes.length - 2] = 1;
      changed[bytes.length] = 'x';
      agent.drop("memory-bundle.jar", changed);
      agent.awaitLog("memory-bundle.jar: updated .* buddyinfo");
      scraper.awaitScrapes(5);
    }
  }

  @Test
  void backslashesAreWrittenAsTheyAre() throws Exception {
    save("vmstat.fields = ^pgpg\\w{2,3}$|^\\Qoom_kill\\E$");
    try (PackedAgent agent = start()) {
      assertThat(agent.scrape().startingWith("node_vmstat_"))
          .contains("node_vmstat_pgpgin", "node_vmstat_pgpgout")
          .isSubsetOf("node_vmstat_pgpgin", "node_vmstat_pgpgout", "node_vmstat_oom_kill");
    }
  }

  @Test
  void theFolderMayGoAndComeAgain() throws Exception {
    save("collectors.buddyinfo = true");
    try (PackedAgent agent = start()) {
      awaitSoon(agent, BUDDYINFO, true);
      Path away = Files.move(conf, work.resolve("away"));
      agent.awaitNo(BUDDYINFO);
      Files.move(away, conf);
      agent.awaitPage("it to be back", page -> page.has(BUDDYINFO));
      save("collectors.buddyinfo = false");
      awaitSoon(agent, BUDDYINFO, false);
      Files.move(conf, work.resolve("away again"));
      Files.createDirectory(conf);
      agent.awaitPage("the defaults", page -> page.has(MEMINFO) && !page.has(BUDDYINFO));
      save("collectors.meminfo = false");
      agent.awaitNo(MEMINFO); // Perhaps only with the next look, as the folder is another.
    }
  }

  @Test
  void saysWhichFileNobodyReads() throws Exception {
    Files.writeString(file("memroy"), "collectors.buddyinfo = true\n");
    Files.writeString(file("comments"), "# nothing\n");
    try (PackedAgent agent = start()) {
      agent.awaitLog("WARNING .*metricbay.memroy.cfg: no plugin that runs here reads it");
      Files.writeString(file("nonsense"), "a = b\n");
      agent.awaitLog("metricbay.nonsense.cfg: no plugin that runs here reads it");
      save("collectors.buddyinfo = true");
      awaitSoon(agent, BUDDYINFO, true);
      assertThat(agent.log().lines().filter(line -> line.contains("reads it"))).hasSize(2);
    }
  }

  @Test
  void printReadsTheFilesToo() throws Exception {
    save("collectors.meminfo = false", "vmstat.fields = ^pgpgin$");
    PackedAgent.Exit print =
        PackedAgent.in(work)
            .with("print", "--deploy", work.resolve("deploy").toString())
            .with("--conf", conf.toString())
            .runToEnd();
    assertThat(print.status()).isZero();
    assertThat(print.out())
        .contains("vmstat: ", "node_vmstat_pgpgin")
        .doesNotContain("meminfo: ", "node_vmstat_pgpgout");
    assertThat(print.err()).isEmpty();
  }

  @Test
  void everyFileThatIsShippedIsAcceptedWithAllItsLines() throws Exception {
    List<Path> shipped = new ArrayList<>();
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(PackedAgent.HOME.resolve("conf"), "metricbay.*.cfg")) {
      files.forEach(shipped::add);
    }
    shipped.removeIf(file -> file.endsWith("metricbay.cfg"));
    assertThat(shipped).hasSizeGreaterThan(3);
    for (Path file : shipped) {
      String text = Files.readString(file, StandardCharsets.UTF_8);
      assertThat(text.lines()).allMatch(line -> line.isEmpty() || line.startsWith("#"));
      Files.writeString(
          conf.resolve(String.valueOf(file.getFileName())),
          text.replaceAll("(?m)^#([a-z][\\w.-]* =)", "$1"));
    }
    try (PackedAgent agent = launch().with("--deploy", bundles().toString()).start()) {
      for (Path file : shipped) {
        agent.awaitLog("/" + file.getFileName() + ": in force: ");
      }
      agent.awaitPlugins("all to run", json -> json.get("plugins").size() > 25);
      assertThat(agent.log()).doesNotContain("SEVERE", "reads it");
    }
  }
}
