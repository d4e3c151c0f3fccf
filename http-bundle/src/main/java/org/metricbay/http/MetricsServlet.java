package org.metricbay.http;

import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.metricbay.api.MetricFamily;
import org.metricbay.core.collect.CollectRequest;
import org.metricbay.core.collect.CollectionEngine;
import org.metricbay.core.collect.UnknownCollectorException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** {@code GET /metrics}: collects, and writes the page that Prometheus reads. */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/metrics")
public final class MetricsServlet extends Endpoint {
  private static final long serialVersionUID = 1L;

  private final transient CollectionEngine engine;
  private final transient GzipPacker packer = new GzipPacker();
  private final transient Map<PageFormat, PageWriter> writers = new EnumMap<>(PageFormat.class);

  /** Takes the engine, which collects. */
  @Activate
  public MetricsServlet(@Reference CollectionEngine engine) {
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
  void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
    List<MetricFamily> families;
    try {
      families = engine.collect(collectRequest(request)).families();
    } catch (UnknownCollectorException | BadRequestException e) {
      Answers.text(response, 400, String.valueOf(e.getMessage()));
      return;
    }
    PageFormat format = PageFormat.negotiate(header(request, "Accept"));
    boolean gzip = ContentCoding.gzipWanted(header(request, "Accept-Encoding"));
    response.setHeader("Vary", "Accept, Accept-Encoding");
    if (gzip) {
      response.setHeader("Content-Encoding", "gzip");
    }
    Answers.send(response, 200, format.contentType(), page(families, format, gzip));
  }

  private static CollectRequest collectRequest(HttpServletRequest request)
      throws BadRequestException {
    try {
      return new CollectRequest(
          names(request, "collect[]"),
          names(request, "exclude[]"),
          ScrapeTimeout.of(header(request, "X-Prometheus-Scrape-Timeout-Seconds")));
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

  private static Set<String> names(HttpServletRequest request, String parameter) {
    String[] values = request.getParameterValues(parameter);
    return values == null ? Set.of() : Set.copyOf(List.of(values));
  }

  /** A header that may be repeated, in which case its lines are one list. */
  private static Optional<String> header(HttpServletRequest request, String name) {
    List<String> values = Collections.list(request.getHeaders(name));
    return values.isEmpty() ? Optional.empty() : Optional.of(String.join(",", values));
  }

  private byte[] page(List<MetricFamily> families, PageFormat format, boolean gzip) {
    String page = Objects.requireNonNull(writers.get(format)).page(families);
    byte[] plain = page.getBytes(StandardCharsets.UTF_8);
    return gzip ? packer.pack(plain) : plain;
  }
}
