package org.metricbay.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.metricbay.api.CounterSample;
import org.metricbay.api.Exemplar;
import org.metricbay.api.Labels;
import org.metricbay.api.MetricDescriptor;
import org.metricbay.api.MetricFamily;

/** A real Prometheus, of whichever version is here, takes each sample of random pages. */
class PrometheusJudgedTest {
  private static final Path PROMETHEUS = Path.of("/usr/bin/prometheus");
  private static final Duration DEADLINE = Duration.ofMinutes(2);
  private static final int PAGES = 12;

  @TempDir private static Path work;

  private final long seed = Long.getLong("metricbay.test.seed", System.nanoTime());
  private final HttpClient client = HttpClient.newHttpClient();
  private final PageWriter text = new PageWriter(PageFormat.TEXT);
  private final PageWriter open = new PageWriter(PageFormat.OPEN_METRICS);

  @Test
  void takesEachSample() throws Exception {
    assumeTrue(Files.isExecutable(PROMETHEUS));
    RandomFamilies families = new RandomFamilies(new Random(seed), true);
    InetAddress loopback = InetAddress.getLoopbackAddress();
    HttpServer server = HttpServer.create(new InetSocketAddress(loopback, 0), 0);
    AtomicLongArray samples = new AtomicLongArray(PAGES);
    for (int i = 0; i < PAGES; i++) {
      List<MetricFamily> page = i == 0 ? withExemplar() : families.page();
      int number = i;
      server.createContext("/" + i + "/", exchange -> samples.set(number, answer(exchange, page)));
    }
    server.start();
    String url;
    try (ServerSocket free = new ServerSocket(0, 1, loopback)) {
      url = "127.0.0.1:" + free.getLocalPort();
    }
    Process prometheus = start(url, server.getAddress().getPort());
    try {
      for (int i = 0; i < PAGES; i++) {
        String job = "p" + i;
        await()
            .atMost(DEADLINE)
            .ignoreExceptions()
            .until(() -> !value(url, "up{job='" + job + "'}").isEmpty());
        assertThat(value(url, "up{job='" + job + "'}"))
            .as("-Dmetricbay.test.seed=%s, page %s", seed, i)
            .contains("1");
        String taken = "count({job='" + job + "',__name__!~'up|scrape_.*'}) or vector(0)";
        assertThat(value(url, taken))
            .as("-Dmetricbay.test.seed=%s, page %s", seed, i)
            .containsExactly(String.valueOf(samples.get(i)));
      }
      await()
          .atMost(DEADLINE)
          .until(
              () ->
                  get(url, "/api/v1/query_exemplars?start=0&end=9999999999&query=x_total")
                      .contains("\"abc\""));
      assertThat(value(url, "x_created")).contains("1700000000");
    } finally {
      prometheus.destroyForcibly().waitFor();
      server.stop(0);
    }
  }

  private static List<MetricFamily> withExemplar() {
    Exemplar exemplar = new Exemplar(Labels.of("trace_id", "abc"), 1, Optional.empty());
    Instant since = Instant.ofEpochSecond(1_700_000_000);
    MetricDescriptor counter = MetricDescriptor.counter("x_total", "X.");
    return List.of(
        counter.of(
            List.of(
                new CounterSample(Labels.empty(), 1, Optional.of(since), Optional.of(exemplar)))));
  }

  /** Answers as the agent does, and says how many samples there were. */
  private long answer(HttpExchange exchange, List<MetricFamily> families) throws IOException {
    PageKind kind =
        PageKind.negotiate(Optional.ofNullable(exchange.getRequestHeaders().getFirst("Accept")));
    PageText page = new PageText(1);
    synchronized (this) {
      (kind.format().isOpen() ? open : text).write(families, kind.escaping(), page);
    }
    byte[] bytes = page.toBytes();
    exchange.getResponseHeaders().set("Content-Type", kind.contentType());
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
    return page.toString().lines().filter(line -> !line.startsWith("#")).count();
  }

  private static Process start(String address, int port) throws IOException {
    StringBuilder config =
        new StringBuilder("global: {scrape_interval: 500ms, scrape_timeout: 400ms}\n")
            .append("scrape_configs:\n");
    for (int i = 0; i < PAGES; i++) {
      config.append(
          "- {job_name: p%s, metrics_path: /%s/, static_configs: [{targets: ['127.0.0.1:%s']}]}\n"
              .formatted(i, i, port));
    }
    Path file = Files.writeString(work.resolve("prometheus.yml"), config);
    return new ProcessBuilder(
            PROMETHEUS.toString(),
            "--config.file=" + file,
            "--storage.tsdb.path=" + work.resolve("tsdb"),
            "--web.listen-address=" + address,
            "--enable-feature=exemplar-storage")
        .redirectErrorStream(true)
        .redirectOutput(work.resolve("prometheus.log").toFile())
        .start();
  }

  /** The values that an expression has, as Prometheus writes them. */
  private List<String> value(String url, String query) throws Exception {
    String answer =
        get(url, "/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8));
    return Pattern.compile("\"value\":\\[[0-9.]+,\"([^\"]*)\"\\]")
        .matcher(answer)
        .results()
        .map(found -> found.group(1))
        .toList();
  }

  private String get(String url, String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + url + path)).timeout(DEADLINE).build();
    return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }
}
