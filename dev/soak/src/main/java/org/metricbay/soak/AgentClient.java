package org.metricbay.soak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** One that talks to the agent over HTTP, on a connection of its own that is kept alive. */
final class AgentClient {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  /** The agent's own is 60 s. */
  private static final Duration RELOAD_LIMIT = Duration.ofSeconds(65);

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(LIMIT).build();
  private final URI root;

  AgentClient(String root) {
    this.root = URI.create(root);
  }

  Page scrape() throws IOException, InterruptedException {
    return scrape("");
  }

  /** Scrapes with a query, which begins with a question mark. */
  Page scrape(String query) throws IOException, InterruptedException {
    HttpResponse<String> response = send(request("metrics" + query));
    if (response.statusCode() != 200) {
      throw new IOException("status " + response.statusCode() + ": " + response.body());
    }
    return Page.parse(response.body());
  }

  JsonNode plugins() throws IOException, InterruptedException {
    HttpResponse<String> response = send(request("plugins"));
    if (response.statusCode() != 200) {
      throw new IOException("status " + response.statusCode() + ": " + response.body());
    }
    return JSON.readTree(response.body());
  }

  /** Whether the answer is what a reload may answer: a report, of success or of what failed. */
  boolean reload() throws IOException, InterruptedException {
    HttpResponse<String> response =
        send(
            request("plugins/reload")
                .timeout(RELOAD_LIMIT)
                .PUT(HttpRequest.BodyPublishers.noBody()));
    return (response.statusCode() == 200 || response.statusCode() == 500)
        && JSON.readTree(response.body()).path("good").isBoolean();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(root.resolve(path)).timeout(LIMIT);
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return http.send(request.build(), BodyHandlers.ofString());
  }
}
