package org.metricbay.itest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A bad plugin costs only its own metrics. */
@ExtendWith(SharedAgent.class)
class IsolationIT {
  private static PluginJar bad() {
    return PluginJar.collector("bad");
  }

  private static JsonNode plugin(PackedAgent agent, String name) {
    return PackedAgent.named(agent.plugins().get("plugins"), name);
  }

  private static JsonNode awaitState(PackedAgent agent, String name, String state) {
    JsonNode all =
        agent.awaitPlugins(
            name + " to be " + state,
            json ->
                PackedAgent.named(json.get("plugins"), name).path("state").asText().equals(state));
    return PackedAgent.named(all.get("plugins"), name);
  }

  @ParameterizedTest
  @CsvSource({
    "throw,            IllegalStateException: made to fail in collect",
    "error,            MadeUpError: made to fail in collect",
    "linkage,          NoClassDefFoundError: org/example/Missing",
    "stack-overflow,   StackOverflowError",
    "stack-overflow-in-native, StackOverflowError",
    "out-of-memory,    OutOfMemoryError",
    "null,             collect() returned null",
  })
  void failingCollectorShows(String fault, String error, PackedAgent agent, Scraper scraper)
      throws Exception {
    agent.drop("bad.jar", bad().with("collect", fault));
    JsonNode plugin = awaitState(agent, "bad", "FAILED");
    assertThat(plugin.get("error").asText()).contains(error);
    MetricsPage page = agent.awaitValue("node_scrape_collector_success{collector=\"bad\"}", 0);
    assertThat(page.has("node_scrape_collector_duration_seconds{collector=\"bad\"}")).isTrue();
    assertThat(page.startingWith("bad_")).isEmpty();
    scraper.awaitScrapes(3);
    assertThat(agent.log()).doesNotContain("\tat ");

    agent.drop("bad.jar", bad().version("1.1.0").value(2));
    agent.awaitValue("bad_value", 2);
  }

  @ParameterizedTest
  @CsvSource({
    "null-inside,      a family, is null",
    "duplicate-family, family bad_value, is there a second time",
    "duplicate-series, series bad_value, is there twice",
    "invalid-name,     1-bad name, is wrong",
  })
  void whatCannotBeUsedCostsItself(String fault, String what, String why, PackedAgent agent)
      throws Exception {
    agent.drop("bad.jar", bad().with("collect", fault));
    MetricsPage page = agent.awaitValue("metricbay_collector_left_out{collector=\"bad\"}", 1);
    assertThat(page.value("node_scrape_collector_success{collector=\"bad\"}")).isEqualTo(1);
    JsonNode leftOut = AgentHttp.json(agent.get("/plugins/bad")).get("leftOut").get(0);
    assertThat(leftOut.get("what").asText()).contains(what);
    assertThat(leftOut.get("why").asText()).contains(why);
    agent.awaitLog("bad: left out, as .*");

    agent.drop("bad.jar", bad().version("1.1.0").value(2));
    agent.awaitValue("bad_value", 2);
    assertThat(agent.scrape().startingWith("metricbay_collector_left_out")).isEmpty();
  }

  @Test
  void whatIsBeyondALimitIsCutOff(PackedAgent agent) throws Exception {
    agent.drop("bad.jar", bad().with("collect", "many"));
    MetricsPage page =
        agent.awaitValue("metricbay_collector_cut_series{collector=\"bad\"}", 10_000);
    assertThat(page.value("node_scrape_collector_success{collector=\"bad\"}")).isEqualTo(1);
    assertThat(page.value("metricbay_collector_left_out{collector=\"bad\"}")).isEqualTo(1);
    assertThat(page.startingWith("bad_")).hasSize(10_000);
    for (int again = 0; again < 3; again++) {
      assertThat(agent.scrape().startingWith("bad_")).isEqualTo(page.startingWith("bad_"));
    }
    agent.awaitLog(
        "bad: left out, as what is beyond the limit is cut off: .*more than the limit.*");
    assertThat(agent.get("/plugins/bad").body())
        .contains("gave 20000 series, more than the limit of 10000");
  }

  @Test
  void whatIsBeyondTheBytesOfLabelsIsCutOff(PackedAgent agent) throws Exception {
    agent.drop(
        "bad.jar",
        bad().with("collect", "many").with("series", "5000").with("filler", "x".repeat(1000)));
    agent.awaitLog("bad: left out, .*bytes of names and labels, more than the limit of 4194304.*");
    MetricsPage page = agent.awaitValue("node_scrape_collector_success{collector=\"bad\"}", 1);
    assertThat(page.startingWith("bad_")).hasSizeBetween(3500, 4300);
  }

  @ParameterizedTest
  @ValueSource(strings = {"hang", "hang-hard"})
  void hangingCollectorOccupiesOneThreadAndIsReplacedAtOnce(
      String fault, PackedAgent agent, Scraper scraper) throws Exception {
    int before = hangingThreads(agent);
    agent.drop("bad.jar", bad().with("collect", fault));
    if (fault.equals("hang")) {
      // It heeds the interrupt, so each call ends; it is called again.
      agent.awaitValue("node_scrape_collector_success{collector=\"bad\"}", 0);
    } else {
      JsonNode plugin = awaitState(agent, "bad", "HUNG");
      assertThat(plugin.get("error").asText()).contains("it is not called again before it has");
      MetricsPage page = agent.awaitValue("metricbay_collector_hung{collector=\"bad\"}", 1);
      assertThat(page.value("node_scrape_collector_success{collector=\"bad\"}")).isZero();
      scraper.awaitScrapes(20);
      assertThat(hangingThreads(agent)).isEqualTo(before + 1);
    }
    long begin = System.nanoTime();
    agent.drop("bad.jar", bad().version("1.1.0").value(2));
    agent.awaitValue("bad_value", 2);
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(3));
    assertThat(agent.scrape().value("node_scrape_collector_success{collector=\"bad\"}"))
        .isEqualTo(1);
  }

  private static int hangingThreads(PackedAgent agent) throws Exception {
    return agent.jcmd("Thread.print").split("ConfiguredPlugin\\.collect", -1).length - 1;
  }

  @ParameterizedTest
  @ValueSource(strings = {"throw", "hang", "hang-hard"})
  void badStopHoldsUpNobody(String fault, PackedAgent agent) throws Exception {
    agent.drop("bad.jar", bad().with("stop", fault));
    agent.awaitValue("bad_value", 1);
    agent.drop("bad.jar", bad().version("1.1.0").value(2).with("stop", fault));
    agent.awaitValue("bad_value", 2);
    agent.delete("bad.jar");
    agent.awaitNo("bad_value");
    agent.drop("demo.jar", PluginJar.collector("demo").value(1));
    agent.awaitValue("demo_value", 1);
    long begin = System.nanoTime();
    assertThat(agent.put("/plugins/reload").statusCode()).isEqualTo(200);
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void leakedThreadIsNamed(PackedAgent agent) throws Exception {
    agent.drop("bad.jar", bad().with("collect", "leak-thread"));
    agent.awaitValue("bad_value", 1);
    agent.delete("bad.jar");
    agent.awaitLog("org.example.bad 1.0.0 is gone but left threads running: .*leaked-by-a-plugin");
  }

  @Test
  void outputOfAPluginHarmsNobody(PackedAgent agent, Scraper scraper) throws Exception {
    agent.drop("bad.jar", bad().with("collect", "print"));
    agent.awaitValue("bad_value", 1);
    scraper.awaitScrapes(5);
    agent.delete("bad.jar");
    agent.awaitNo("bad_value");
  }

  @Test
  void secondCollectorOfOneNameIsNotCalled(PackedAgent agent, Scraper scraper) throws Exception {
    agent.drop("demo.jar", PluginJar.collector("demo").value(1));
    agent.awaitValue("demo_value", 1);
    scraper.require("demo_");
    agent.drop("other.jar", PluginJar.named("org.example.other").with("collectors", "demo"));
    agent.awaitFile("other.jar", "RUNNING");
    agent.awaitPlugins(
        "the second demo to be a duplicate",
        json -> json.get("plugins").findValuesAsText("state").contains("DUPLICATE"));
    assertThat(agent.scrape().value("demo_value")).isEqualTo(1);
    agent.delete("demo.jar");
    scraper.release("demo_");
    agent.awaitPage(
        "the other's",
        page ->
            page.startingWith("metricbay_collector_info{bundle=\"org.example.other\"").size() == 1);
  }

  @Test
  void seriesThatIsThereAlreadyIsDroppedAndCounted(PackedAgent agent, Scraper scraper)
      throws Exception {
    agent.drop("demo.jar", PluginJar.collector("demo").value(1));
    agent.awaitValue("demo_value", 1);
    scraper.require("demo_");
    // Another collector, whose family is called demo_value too.
    agent.drop(
        "other.jar",
        PluginJar.named("org.example.other")
            .with("collectors", "demo")
            .with("says-name", "other")
            .value(9));
    MetricsPage page =
        agent.awaitPage(
            "dropped series to be counted",
            it -> it.value("metricbay_collector_dropped_series_total{collector=\"other\"}") > 0);
    assertThat(page.value("demo_value")).isEqualTo(1);
    assertThat(page.value("node_scrape_collector_success{collector=\"other\"}")).isEqualTo(1);
    assertThat(plugin(agent, "other").get("state").asText()).isEqualTo("OK");
  }
}
