package org.metricbay.http;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.metricbay.api.MetricFamily;
import org.metricbay.core.collect.CollectRequest;
import org.metricbay.core.collect.CollectionEngine;
import org.metricbay.core.collect.UnknownCollectorException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** {@code GET /metrics}: collects, and writes the page that Prometheus reads. */
@Component(service = Endpoint.class, configurationPolicy = ConfigurationPolicy.IGNORE)
public final class MetricsEndpoint extends Endpoint {
  private final CollectionEngine engine;
  private final GzipPacker packer = new GzipPacker();
  private final Map<PageFormat, PageWriter> writers = new EnumMap<>(PageFormat.class);

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
    List<MetricFamily> families;
    try {
      families = engine.collect(collectRequest(exchange)).families();
    } catch (UnknownCollectorException | BadRequestException e) {
      Answers.text(exchange, 400, String.valueOf(e.getMessage()));
      return;
    }
    PageFormat format = PageFormat.negotiate(Requests.header(exchange, "Accept"));
    boolean gzip = ContentCoding.gzipWanted(Requests.header(exchange, "Accept-Encoding"));
    byte[] page = page(families, format, gzip);
    exchange.getResponseHeaders().set("Vary", "Accept, Accept-Encoding");
    if (gzip) {
      exchange.getResponseHeaders().set("Content-Encoding", "gzip");
    }
    Answers.send(exchange, 200, format.contentType(), page);
  }

  private static CollectRequest collectRequest(HttpExchange exchange) throws BadRequestException {
    try {
      return new CollectRequest(
          Requests.parameter(exchange, "collect[]"),
          Requests.parameter(exchange, "exclude[]"),
          ScrapeTimeout.of(Requests.header(exchange, "X-Prometheus-Scrape-Timeout-Seconds")));
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

  private byte[] page(List<MetricFamily> families, PageFormat format, boolean gzip) {
    String page = Objects.requireNonNull(writers.get(format)).page(families);
    byte[] plain = page.getBytes(StandardCharsets.UTF_8);
    return gzip ? packer.pack(plain) : plain;
  }
}
