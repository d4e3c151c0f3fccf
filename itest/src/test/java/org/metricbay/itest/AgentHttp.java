package org.metricbay.itest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What can be asked of an agent over HTTP. */
class AgentHttp {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String url;
  private final HttpClient http;

  AgentHttp(String url) {
    this(url, HTTP);
  }

  /** Asks by a client that knows more, such as whom to trust. */
  AgentHttp(String url, HttpClient http) {
    this.url = url;
    this.http = http;
  }

  final String url() {
    return url;
  }

  final HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return http.send(
          request.timeout(PackedAgent.DEADLINE).build(),
          HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  final HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(url + path));
  }

  final HttpResponse<String> get(String path) {
    return send(request(path));
  }

  final HttpResponse<String> put(String path) {
    return send(request(path).PUT(HttpRequest.BodyPublishers.noBody()));
  }

  final MetricsPage scrape() {
    HttpResponse<String> response = get("/metrics");
    if (response.statusCode() != 200) {
      throw new AssertionError(response.statusCode() + ": " + response.body());
    }
    return MetricsPage.parse(response.body());
  }

  static JsonNode json(HttpResponse<String> response) {
    try {
      return JSON.readTree(response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(response.body(), e);
    }
  }

  final JsonNode plugins() {
    return json(get("/plugins"));
  }

  /** What each of the files says under this key, in their order. */
  static List<String> ofFiles(JsonNode plugins, String key) {
    List<String> all = new ArrayList<>();
    plugins.get("files").forEach(file -> all.add(file.get(key).asText()));
    return all;
  }

  /** What {@code /plugins} says of a file; a missing node if nothing. */
  static JsonNode file(JsonNode plugins, String name) {
    return named(plugins.get("files"), name);
  }

  /** The element with this name; a missing node if there is none. */
  static JsonNode named(JsonNode list, String name) {
    for (JsonNode element : list) {
      if (element.get("name").asText().equals(name)) {
        return element;
      }
    }
    return MissingNode.getInstance();
  }
}
