package org.metricbay.itest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code PUT /plugins/reload}, and what {@code /plugins} says. */
@ExtendWith(SharedAgent.class)
class ReloadIT {
  private static JsonNode reload(PackedAgent agent, int status) {
    HttpResponse<String> response = agent.put("/plugins/reload");
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/json");
    return PackedAgent.json(response);
  }

  private static String action(JsonNode report, String file) {
    return PackedAgent.file(report, file).path("action").asText();
  }

  @Test
  void isDoneWhenItAnswers(PackedAgent agent, Scraper scraper) throws Exception {
    agent.drop("demo.jar", PluginJar.collector("demo").value(1));
    agent.drop("other.jar", PluginJar.collector("other").value(1));
    JsonNode report = reload(agent, 200);
    assertThat(report.get("good").asBoolean()).isTrue();
    // The watcher may have been faster.
    assertThat(action(report, "demo.jar")).isIn("INSTALLED", "UNCHANGED");
    assertThat(PackedAgent.named(report.get("plugins"), "demo").get("state").asText())
        .isEqualTo("OK");
    assertThat(agent.scrape().value("demo_value")).isEqualTo(1);
    scraper.require("demo_");

    agent.drop("demo.jar", PluginJar.collector("demo").version("1.1.0").value(2));
    agent.delete("other.jar");
    report = reload(agent, 200);
    assertThat(action(report, "demo.jar")).isIn("UPDATED", "UNCHANGED");
    MetricsPage page = agent.scrape();
    assertThat(page.value("demo_value")).isEqualTo(2);
    assertThat(page.startingWith("other_")).isEmpty();
    assertThat(action(reload(agent, 200), "demo.jar")).isEqualTo("UNCHANGED");
  }

  @Test
  void saysWhatWasRefused(PackedAgent agent, Scraper scraper) throws Exception {
    agent.drop("demo.jar", PluginJar.collector("demo").value(1));
    reload(agent, 200);
    scraper.require("demo_");
    agent.drop("demo.jar", PluginJar.collector("demo").version("1.1.0").with("start", "throw"));
    JsonNode report = reload(agent, 500);
    assertThat(report.get("good").asBoolean()).isFalse();
    assertThat(action(report, "demo.jar")).isEqualTo("REFUSED");
    assertThat(PackedAgent.file(report, "demo.jar").get("reason").asText())
        .contains("made to fail in start");
    assertThat(agent.scrape().value("demo_value")).isEqualTo(1);
  }

  @Test
  void saysWhichCollectorFailed(PackedAgent agent) throws Exception {
    agent.drop("bad.jar", PluginJar.collector("bad").with("collect", "throw"));
    JsonNode bad = PackedAgent.named(reload(agent, 500).get("plugins"), "bad");
    assertThat(bad.get("state").asText()).isEqualTo("FAILED");
    assertThat(bad.get("error").asText()).contains("made to fail in collect");
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "POST", "DELETE"})
  void otherMethodsAreNotAllowed(String method, PackedAgent agent) {
    HttpResponse<String> response =
        agent.send(
            agent.request("/plugins/reload").method(method, HttpRequest.BodyPublishers.noBody()));
    assertThat(response.statusCode()).isEqualTo(405);
    assertThat(response.headers().firstValue("Allow")).hasValue("PUT, OPTIONS");
  }

  @Test
  void foreignPagesMayNotReload(PackedAgent agent) {
    HttpResponse<String> response =
        agent.send(
            agent
                .request("/plugins/reload")
                .header("Origin", "http://example.org")
                .PUT(HttpRequest.BodyPublishers.noBody()));
    assertThat(response.statusCode()).isEqualTo(403);
  }

  @Test
  void severalAtOnceAreCarriedOutOneAfterTheOther(PackedAgent agent, Scraper scraper)
      throws Exception {
    agent.drop("demo.jar", PluginJar.collector("demo").value(1));
    List<CompletableFuture<HttpResponse<String>>> answers =
        IntStream.range(0, 5)
            .mapToObj(i -> CompletableFuture.supplyAsync(() -> agent.put("/plugins/reload")))
            .toList();
    for (CompletableFuture<HttpResponse<String>> answer : answers) {
      assertThat(answer.get(20, java.util.concurrent.TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    }
    assertThat(agent.scrape().value("demo_value")).isEqualTo(1);
  }

  @Test
  void onePluginIsShownWithItsMetrics(PackedAgent agent) throws Exception {
    agent.drop("demo.jar", PluginJar.collector("demo").value(5));
    // The page shows a new plugin some milliseconds before its file counts as running.
    agent.awaitFile("demo.jar", "RUNNING");
    agent.awaitValue("demo_value", 5);
    JsonNode plugin = PackedAgent.json(agent.get("/plugins/demo"));
    assertThat(plugin.get("name").asText()).isEqualTo("demo");
    assertThat(plugin.get("description").asText()).isEqualTo("Version 1.0.0 of demo.");
    assertThat(plugin.get("file").asText()).isEqualTo("demo.jar");
    assertThat(plugin.get("bundle").get("symbolicName").asText()).isEqualTo("org.example.demo");
    assertThat(plugin.get("bundle").get("state").asText()).isEqualTo("ACTIVE");
    assertThat(plugin.get("series").asInt()).isEqualTo(2);
    assertThat(plugin.get("metrics").findValuesAsText("name"))
        .contains("demo_value", "demo_seconds_total");
    assertThat(agent.get("/plugins/nope").statusCode()).isEqualTo(404);
  }

  @Test
  void filtersAndHealth(PackedAgent agent) throws Exception {
    agent.drop("demo.jar", PluginJar.collector("demo").value(5));
    agent.awaitValue("demo_value", 5);
    String only = agent.get("/metrics?collect%5B%5D=demo").body();
    assertThat(only).contains("demo_value 5").doesNotContain("healthy_value");
    String others = agent.get("/metrics?exclude%5B%5D=demo").body();
    assertThat(others).contains("healthy_value 42").doesNotContain("demo_value");
    assertThat(agent.get("/metrics?collect%5B%5D=nope").statusCode()).isEqualTo(400);
    assertThat(agent.get("/metrics?collect%5B%5D=demo&exclude%5B%5D=healthy").statusCode())
        .isEqualTo(400);
    assertThat(agent.get("/-/healthy").statusCode()).isEqualTo(200);
    assertThat(agent.get("/-/ready").statusCode()).isEqualTo(200);
    assertThat(agent.get("/").body()).contains("demo");
  }
}
