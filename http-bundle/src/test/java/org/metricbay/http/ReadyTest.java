package org.metricbay.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is answered before all that lay in the folder at the start has been dealt with. */
class ReadyTest {
  private TestAgent agent;

  @BeforeEach
  void start(@TempDir Path data) throws Exception {
    agent = new TestAgent(data, "127.0.0.1");
  }

  @AfterEach
  void stop() throws Exception {
    agent.close();
  }

  @Test
  void readyOnceTheFolderIsDealtWith() throws Exception {
    assertThat(agent.get("/-/healthy").statusCode()).isEqualTo(200);
    assertThat(agent.get("/-/ready").statusCode()).isEqualTo(503);
    agent.deployer.becomesReady.complete(null);
    assertThat(agent.get("/-/ready").statusCode()).isEqualTo(200);
  }

  @Test
  void scrapeThatCannotWaitLongerIsToldToComeAgain() throws Exception {
    HttpResponse<String> answer =
        agent.get("/metrics", "X-Prometheus-Scrape-Timeout-Seconds", "0.7");
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).contains("1");
    assertThat(answer.body()).contains("not ready");
    assertThat(agent.engine.requests).isEmpty();
  }

  @Test
  void scrapeWaitsForTheWholeAgent() throws Exception {
    CompletableFuture<HttpResponse<String>> answer =
        agent.getLater("/metrics", "X-Prometheus-Scrape-Timeout-Seconds", "20");
    // One that comes later is answered first, so the other has come.
    assertThat(agent.get("/-/healthy").statusCode()).isEqualTo(200);
    assertThat(answer).isNotDone();
    agent.deployer.becomesReady.complete(null);
    assertThat(answer.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    assertThat(agent.engine.requests.get(0).timeout())
        .isBetween(Duration.ofSeconds(10), Duration.ofMillis(19_500));
  }
}
