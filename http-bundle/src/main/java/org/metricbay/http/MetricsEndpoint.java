package org.metricbay.http;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.metricbay.api.MetricFamily;
import org.metricbay.core.collect.CollectRequest;
import org.metricbay.core.collect.CollectionEngine;
import org.metricbay.core.collect.Snapshot;
import org.metricbay.core.collect.UnknownCollectorException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** {@code GET /metrics}: collects, and writes the page that Prometheus reads. */
@Component(service = Endpoint.class, configurationPolicy = ConfigurationPolicy.IGNORE)
public final class MetricsEndpoint extends Endpoint {
  /** In bytes; it grows with what is on it. */
  private static final int FIRST_PAGE = 1 << 16;

  private final CollectionEngine engine;
  private final GzipPacker packer = new GzipPacker();
  private final Spares<PageText> pages = new Spares<>();
  private final Map<PageFormat, PageWriter> writers = new EnumMap<>(PageFormat.class);

  /** What was asked for last: who scrapes asks for the same each time. */
  private record Asked(String query, Optional<String> limit, CollectRequest request) {}

  private volatile @Nullable Asked last;

  /** Takes the engine, which collects. */
  @Activate
  public MetricsEndpoint(@Reference CollectionEngine engine) {
    super("/metrics");
    this.engine = engine;
    for (PageFormat format : PageFormat.values()) {
      writers.put(format, new PageWriter(format));
    }
  }

  @Deactivate
  void deactivate() {
    packer.close();
  }

  @Override
  void answer(HttpExchange exchange) throws IOException {
    CompletableFuture<Snapshot> answer = new CompletableFuture<>();
    CompletableFuture<Snapshot> unused =
        answer.whenComplete((snapshot, failure) -> end(exchange, snapshot, failure));
    try {
      engine.collect(collectRequest(exchange), answer);
    } catch (UnknownCollectorException | BadRequestException e) {
      Answers.text(exchange, 400, String.valueOf(e.getMessage()));
    }
  }

  private void end(
      HttpExchange exchange, @Nullable Snapshot snapshot, @Nullable Throwable failure) {
    try {
      end(
          exchange,
          () -> {
            if (snapshot == null) {
              throw new IllegalStateException("nothing was collected", failure);
            }
            send(exchange, snapshot.families());
          });
    } catch (IOException e) {
      exchange.close(); // The client has gone.
    }
  }

  private void send(HttpExchange exchange, List<MetricFamily> families) throws IOException {
    PageText page = pages.take().orElseGet(() -> new PageText(FIRST_PAGE));
    try {
      page.clear();
      send(exchange, families, page);
    } finally {
      pages.keep(page);
    }
  }

  private void send(HttpExchange exchange, List<MetricFamily> families, PageText page)
      throws IOException {
    PageFormat format = PageFormat.negotiate(Requests.header(exchange, "Accept"));
    Objects.requireNonNull(writers.get(format)).write(families, page);
    exchange.getResponseHeaders().set("Vary", "Accept, Accept-Encoding");
    if (ContentCoding.gzipWanted(Requests.header(exchange, "Accept-Encoding"))) {
      exchange.getResponseHeaders().set("Content-Encoding", "gzip");
      packer.pack(
          page.buffer(),
          page.length(),
          (packed, length) -> Answers.send(exchange, 200, format.contentType(), packed, length));
    } else {
      Answers.send(exchange, 200, format.contentType(), page.buffer(), page.length());
    }
  }

  private CollectRequest collectRequest(HttpExchange exchange) throws BadRequestException {
    String query = Objects.requireNonNullElse(exchange.getRequestURI().getRawQuery(), "");
    Optional<String> limit = Requests.header(exchange, "X-Prometheus-Scrape-Timeout-Seconds");
    Asked known = last;
    if (known != null && known.query().equals(query) && known.limit().equals(limit)) {
      return known.request();
    }
    try {
      CollectRequest request =
          new CollectRequest(
              Requests.parameter(exchange, "collect[]"),
              Requests.parameter(exchange, "exclude[]"),
              ScrapeTimeout.of(limit));
      last = new Asked(query, limit, request);
      return request;
    } catch (IllegalArgumentException e) {
      throw new BadRequestException(e);
    }
  }

  /** The request contradicts itself; what the engine throws is another matter. */
  private static final class BadRequestException extends Exception {
    private static final long serialVersionUID = 1L;

    BadRequestException(IllegalArgumentException cause) {
      super(cause.getMessage(), cause);
    }
  }
}
