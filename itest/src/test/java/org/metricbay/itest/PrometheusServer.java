package org.metricbay.itest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A real Prometheus. */
final class PrometheusServer implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Reference program;

  private PrometheusServer(Reference program) {
    this.program = program;
  }

  /**
   * Starts one.
   *
   * @param work takes its files
   * @param config what is to be scraped
   */
  static PrometheusServer start(Path work, String config) throws IOException {
    Path file = Files.writeString(work.resolve("prometheus.yml"), config);
    return new PrometheusServer(
        Reference.start(
            work,
            "prometheus",
            "--config.file=" + file,
            "--storage.tsdb.path=" + work.resolve("tsdb")));
  }

  /** What an expression gives now. */
  JsonNode query(String expression) throws IOException {
    String encoded = URLEncoder.encode(expression, StandardCharsets.UTF_8);
    JsonNode answer = JSON.readTree(program.get("/api/v1/query?query=" + encoded));
    assertThat(answer.path("status").asText()).as(expression).isEqualTo("success");
    return answer.path("data").path("result");
  }

  /** What it scrapes, with the last error of each. */
  JsonNode targets() throws IOException {
    return JSON.readTree(program.get("/api/v1/targets")).path("data").path("activeTargets");
  }

  @Override
  public void close() {
    program.close();
  }
}
