package org.metricbay.itest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The new version runs beside the old one, and takes over only when it has shown that it works. */
@ExtendWith(SharedAgent.class)
class UpgradeIT {
  private static PluginJar demo(String version, double value) {
    return PluginJar.collector("demo").version(version).value(value);
  }

  @ParameterizedTest
  @CsvSource({
    "start,   throw,        made to fail in start",
    "start,   hang,         did not start within 2 s",
    "start,   hang-hard,    did not start within 2 s",
    "collect, throw,        failed its first collection: demo: IllegalStateException: made to fail",
    "collect, error,        failed its first collection: demo: MadeUpError: made to fail",
    "collect, linkage,      failed its first collection: demo: NoClassDefFoundError",
    "collect, null,         failed its first collection: demo: IllegalArgumentException: collect()",
    "collect, hang,         failed its first collection: demo",
    "collect, hang-hard,    failed its first collection: demo",
    "says-name, bad name!,  failed its first collection",
    "collectors, '',        'started, but registered no MetricPlugin'",
  })
  void failedUpgradeLeavesTheOldOneRunning(
      String property, String fault, String reason, PackedAgent agent, Scraper scraper)
      throws Exception {
    agent.drop("demo.jar", demo("1.0.0", 1));
    agent.awaitValue("demo_value", 1);
    scraper.require("demo_");

    agent.drop("demo.jar", demo("1.1.0", 2).with(property, fault));
    JsonNode file = agent.awaitFile("demo.jar", "REFUSED");
    assertThat(file.get("reason").asText()).startsWith("").contains(reason);
    assertThat(file.get("version").asText()).isEqualTo("1.1.0");
    assertThat(file.get("runningVersion").asText()).isEqualTo("1.0.0");
    agent.awaitLog("demo.jar: refused org.example.demo 1.1.0: .*; 1.0.0 keeps running");
    MetricsPage page = agent.scrape();
    assertThat(page.value("demo_value")).isEqualTo(1);
    assertThat(page.startingWith("metricbay_deploy_refused_info{file=\"demo.jar\"")).hasSize(1);

    agent.drop("demo.jar", demo("1.2.0", 3));
    agent.awaitValue("demo_value", 3);
    agent.awaitFile("demo.jar", "RUNNING");
    assertThat(agent.scrape().startingWith("metricbay_deploy_refused_info")).isEmpty();
  }

  @Test
  void upgradeThatCannotBeResolvedLeavesTheOldOneRunning(PackedAgent agent, Scraper scraper)
      throws Exception {
    agent.drop("demo.jar", demo("1.0.0", 1));
    agent.awaitValue("demo_value", 1);
    scraper.require("demo_");
    agent.drop("demo.jar", demo("1.1.0", 2).importing("org.example.nowhere"));
    JsonNode file = agent.awaitFile("demo.jar", "REFUSED");
    assertThat(file.get("reason").asText()).contains("org.example.nowhere, which nobody exports");
  }

  @Test
  void twoThatCannotRunAtOnceAreRefusedUnlessTheySaySo(PackedAgent agent, Scraper scraper)
      throws Exception {
    String port = Integer.toString(Programs.freePort());
    agent.drop("demo.jar", demo("1.0.0", 1).with("bind", port));
    agent.awaitValue("demo_value", 1);
    scraper.require("demo_");
    agent.drop("demo.jar", demo("1.1.0", 2).with("bind", port));
    assertThat(agent.awaitFile("demo.jar", "REFUSED").get("reason").asText())
        .contains("BindException");

    agent.drop(
        "demo.jar", demo("1.2.0", 3).with("bind", port).header("Metricbay-Upgrade", "stop-first"));
    agent.awaitValue("demo_value", 3);
    agent.awaitFile("demo.jar", "RUNNING");
  }

  @Test
  void stopFirstServesTheLastValuesMeanwhileAndGoesBackIfTheNewOneFails(
      PackedAgent agent, Scraper scraper) throws Exception {
    String port = Integer.toString(Programs.freePort());
    PluginJar one = demo("1.0.0", 1).with("bind", port).header("Metricbay-Upgrade", "stop-first");
    agent.drop("demo.jar", one);
    agent.awaitValue("demo_value", 1);
    scraper.require("demo_");

    // Takes its whole time limit, so that the moment between can be seen.
    agent.drop(
        "demo.jar",
        demo("1.1.0", 2).with("start", "hang").header("Metricbay-Upgrade", "stop-first"));
    MetricsPage between =
        agent.awaitPage(
            "the age of the values",
            page -> page.has("metricbay_collector_age_seconds{collector=\"demo\"}"));
    assertThat(between.value("demo_value")).isEqualTo(1);

    assertThat(agent.awaitFile("demo.jar", "REFUSED").get("reason").asText())
        .contains("did not start within 2 s");
    agent.awaitNo("metricbay_collector_age_seconds{collector=\"demo\"}");
    JsonNode file =
        PackedAgent.file(
            agent.awaitPlugins(
                "the old version to run again",
                json ->
                    PackedAgent.file(json, "demo.jar")
                        .path("runningVersion")
                        .asText()
                        .equals("1.0.0")),
            "demo.jar");
    assertThat(file.get("state").asText()).isEqualTo("REFUSED");
    double before = agent.scrape().value("demo_seconds_total{plugin=\"demo\"}");
    agent.awaitPage(
        "the clock to go on", page -> page.value("demo_seconds_total{plugin=\"demo\"}") > before);
  }

  @Test
  void singletonIsUpgraded(PackedAgent agent, Scraper scraper) throws Exception {
    String name = "org.example.demo;singleton:=true";
    agent.drop("demo.jar", demo("1.0.0", 1).header("Bundle-SymbolicName", name));
    agent.awaitValue("demo_value", 1);
    scraper.require("demo_");
    agent.drop("demo.jar", demo("1.1.0", 2).header("Bundle-SymbolicName", name));
    agent.awaitValue("demo_value", 2);
    agent.awaitFile("demo.jar", "RUNNING");
  }

  private static PluginJar user() {
    return PluginJar.collector("demo")
        .with("collect", "library")
        .importing("org.metricbay.itest.library");
  }

  @Test
  void pluginMayComeBeforeItsLibrary(PackedAgent agent) throws Exception {
    agent.drop("user.jar", user());
    assertThat(agent.awaitFile("user.jar", "REFUSED").get("reason").asText())
        .contains("needs package org.metricbay.itest.library");
    agent.drop("library.jar", PluginJar.library("1.0.0", 10));
    agent.awaitValue("demo_value", 10);
    agent.awaitFile("user.jar", "RUNNING");
  }

  @Test
  void upgradeOfALibraryReachesItsUsersWithoutAGap(PackedAgent agent, Scraper scraper)
      throws Exception {
    agent.drop("library.jar", PluginJar.library("1.0.0", 10));
    agent.awaitFile("library.jar", "RUNNING");
    agent.drop("user.jar", user());
    agent.awaitValue("demo_value", 10);
    scraper.require("demo_value");
    agent.drop("library.jar", PluginJar.library("1.1.0", 11));
    agent.awaitValue("demo_value", 11);
    agent.awaitFile("user.jar", "RUNNING");

    // Without it they would not start again, so they end until it is back.
    scraper.release("demo_");
    agent.delete("library.jar");
    agent.awaitLog("library.jar: removed");
    assertThat(agent.awaitFile("user.jar", "REFUSED").get("reason").asText())
        .contains("needs package org.metricbay.itest.library");
    agent.awaitNo("demo_value");
    agent.drop("library.jar", PluginJar.library("1.1.0", 12));
    agent.awaitValue("demo_value", 12);
  }

  @Test
  void unchangedContentIsNotRunAnew(PackedAgent agent, Scraper scraper) throws Exception {
    agent.drop("demo.jar", demo("1.0.0", 1));
    agent.awaitValue("demo_value", 1);
    JsonNode before = agent.awaitFile("demo.jar", "RUNNING");
    scraper.require("demo_");
    agent.drop("demo.jar", demo("1.0.0", 1));
    agent.drop("marker.jar", PluginJar.collector("marker"));
    agent.awaitValue("marker_value", 1);
    assertThat(agent.awaitFile("demo.jar", "RUNNING").get("bundleId"))
        .isEqualTo(before.get("bundleId"));
  }

  @Test
  void upgradeIsOnThePageSoon(PackedAgent agent) throws Exception {
    agent.drop("demo.jar", demo("1.0.0", 0));
    agent.awaitValue("demo_value", 0);
    long begin = System.nanoTime();
    for (int i = 1; i <= 10; i++) {
      agent.drop("demo.jar", demo("1.0." + i, i));
      agent.awaitValue("demo_value", i);
    }
    // 50 ms each is the aim, and what the soak test measures; here only that no poll is waited for.
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(8));
  }
}
