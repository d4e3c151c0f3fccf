package org.metricbay.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.metricbay.api.MetricFamily;

/** Answers scrapes with pages, in the format and packing that the client likes. For any thread. */
final class Exposition implements AutoCloseable {
  /** In bytes; it grows with what is on it. */
  private static final int FIRST_PAGE = 1 << 16;

  private final GzipPacker packer = new GzipPacker();
  private final Spares<PageText> pages = new Spares<>();
  private final Map<PageFormat, PageWriter> writers = new EnumMap<>(PageFormat.class);

  /** What a client likes: most send the same each time. */
  private record Liked(Optional<String> accept, PageFormat format) {
    static Liked of(Optional<String> accept) {
      return new Liked(accept, PageFormat.negotiate(accept));
    }
  }

  private volatile Liked last = Liked.of(Optional.empty());

  /** The length of the last page: a buffer that grows leaves what it was behind. */
  private volatile int usual = FIRST_PAGE;

  Exposition() {
    for (PageFormat format : PageFormat.values()) {
      writers.put(format, new PageWriter(format));
    }
  }

  /** Writes the page as the client likes it. */
  void send(Scrape scrape, List<MetricFamily> families) {
    HttpServletRequest request = scrape.request();
    HttpServletResponse response = scrape.response();
    PageFormat format = liked(Requests.header(request, "Accept"));
    response.setContentType(format.contentType());
    response.setHeader("Vary", "Accept, Accept-Encoding");
    Body body = page(format, families);
    if (ContentCoding.gzipWanted(Requests.header(request, "Accept-Encoding"))) {
      response.setHeader("Content-Encoding", "gzip");
      body = packer.pack(body);
    }
    response.setContentLength(body.length());
    if (request.getMethod().equals("HEAD")) {
      body.release();
      scrape.writer().end();
    } else {
      scrape.writer().write(body);
    }
  }

  private PageFormat liked(Optional<String> accept) {
    Liked known = last;
    if (!known.accept().equals(accept)) {
      known = Liked.of(accept);
      last = known;
    }
    return known.format();
  }

  private Body page(PageFormat format, List<MetricFamily> families) {
    PageText page = pages.take().orElseGet(() -> new PageText(usual + usual / 8));
    page.clear();
    Objects.requireNonNull(writers.get(format)).write(families, page);
    usual = Math.max(FIRST_PAGE, page.length());
    return new Body(page.buffer(), page.length(), () -> pages.keep(page));
  }

  @Override
  public void close() {
    packer.close();
  }
}
