package org.metricbay.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever asks an agent that is about to start waits or is told to come back. */
class StartIT {
  private static final String COLLECTORS = "node_scrape_collector_success";

  @TempDir private Path work;

  private Launch launch(int port) throws IOException {
    return PackedAgent.in(work)
        .with("run", "--no-console", "--port", Integer.toString(port))
        .with("--data", work.resolve("data").toString());
  }

  /** With all plugins there are; the second time they come from what was kept. */
  @Tag("once")
  @Test
  void noPageShowsHalfAnAgent() throws Exception {
    int port = Programs.freePort();
    for (int i = 0; i < 2; i++) {
      AtomicBoolean end = new AtomicBoolean();
      CompletableFuture<List<Set<String>>> pages =
          CompletableFuture.supplyAsync(() -> pages(port, end));
      try (PackedAgent agent =
          launch(port)
              .with("--deploy", PackedAgent.HOME.resolve("bundles-deploy").toString())
              .startAsIs()) {
        Set<String> all =
            agent
                .awaitPage("all bundles", page -> page.has(COLLECTORS + "{collector=\"textfile\"}"))
                .startingWith(COLLECTORS);
        assertThat(agent.get("/-/ready").statusCode()).isEqualTo(200);
        assertThat(agent.scrape().startingWith(COLLECTORS)).isEqualTo(all).hasSizeGreaterThan(50);
        end.set(true);
        assertThat(pages.join()).isNotEmpty().allMatch(all::equals);
      }
    }
  }

  /** The collectors of each page since there is somebody to connect to. */
  private static List<Set<String>> pages(int port, AtomicBoolean end) {
    List<Set<String>> pages = new ArrayList<>();
    while (!end.get()) {
      try (RawConnection connection = RawConnection.to(port)) {
        RawAnswer answer =
            connection.send("GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n").answer();
        if (answer.status() == 200) {
          pages.add(MetricsPage.parse(answer.body()).startingWith(COLLECTORS));
        } else {
          assertThat(answer.status()).as(answer.body()).isEqualTo(503);
          assertThat(answer.header("retry-after")).matches("\\d+");
          answer.assertSane();
        }
      } catch (IOException e) {
        Thread.onSpinWait(); // It does not listen yet.
      }
    }
    return pages;
  }

  @Test
  void scrapeOfAnAgentThatWaitsForAPluginIsAnsweredInTime() throws Exception {
    HeldFile held = new HeldFile(work);
    Path deploy = Files.createDirectories(work.resolve("deploy"));
    Files.write(deploy.resolve("demo.jar"), PluginJar.collector("demo").bytes());
    Files.write(deploy.resolve("held.jar"), held.plugin("start").bytes());
    try (PackedAgent agent = launch(0).start()) {
      held.awaitWaiting();
      long begin = System.nanoTime();
      HttpResponse<String> refusal =
          agent.send(agent.request("/metrics").header("X-Prometheus-Scrape-Timeout-Seconds", "1"));
      Duration time = Duration.ofNanos(System.nanoTime() - begin);
      assertThat(refusal.statusCode()).as(refusal.body()).isEqualTo(503);
      assertThat(refusal.headers().firstValue("Retry-After").orElse("")).matches("\\d+");
      assertThat(time).isBetween(Duration.ofMillis(400), Duration.ofSeconds(4));
      assertThat(agent.get("/-/ready").statusCode()).isEqualTo(503);
      assertThat(agent.get("/-/healthy").statusCode()).isEqualTo(200);

      CompletableFuture<MetricsPage> page = CompletableFuture.supplyAsync(agent::scrape);
      CompletableFuture<MetricsPage> another = CompletableFuture.supplyAsync(agent::scrape);
      held.release();
      for (MetricsPage whole : List.of(page.join(), another.join())) {
        assertThat(whole.has("demo_value") && whole.has("held_value")).isTrue();
      }
      assertThat(agent.get("/-/ready").statusCode()).isEqualTo(200);
    }
  }
}
