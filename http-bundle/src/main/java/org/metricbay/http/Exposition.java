package org.metricbay.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Optional;
import org.metricbay.api.MetricFamily;

/** Answers scrapes with pages, in the format and packing that the client likes. For any thread. */
final class Exposition implements AutoCloseable {
  /** In bytes; it grows with what is on it. */
  private static final int FIRST_PAGE = 1 << 16;

  private final GzipPacker packer = new GzipPacker();
  private final Spares<PageText> pages = new Spares<>();
  private final PageWriter text = new PageWriter(PageFormat.TEXT);
  private final PageWriter openMetrics = new PageWriter(PageFormat.OPEN_METRICS);

  /** What a client likes: most send the same each time. */
  private record Liked(Optional<String> accept, PageKind kind) {
    static Liked of(Optional<String> accept) {
      return new Liked(accept, PageKind.negotiate(accept));
    }
  }

  private volatile Liked last = Liked.of(Optional.empty());

  /** The length of the last page: a buffer that grows leaves what it was behind. */
  private volatile int usual = FIRST_PAGE;

  /** Writes the page as the client likes it. */
  void send(Scrape scrape, List<MetricFamily> families) {
    HttpServletRequest request = scrape.request();
    HttpServletResponse response = scrape.response();
    PageKind kind = liked(Requests.header(request, "Accept"));
    response.setContentType(kind.contentType());
    response.setHeader("Vary", "Accept, Accept-Encoding");
    Body body = page(kind, families);
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

  private PageKind liked(Optional<String> accept) {
    Liked known = last;
    if (!known.accept().equals(accept)) {
      known = Liked.of(accept);
      last = known;
    }
    return known.kind();
  }

  private Body page(PageKind kind, List<MetricFamily> families) {
    PageText page = pages.take().orElseGet(() -> new PageText(usual + usual / 8));
    page.clear();
    (kind.format().isOpen() ? openMetrics : text).write(families, kind.escaping(), page);
    usual = Math.max(FIRST_PAGE, page.length());
    return new Body(page.buffer(), page.length(), () -> pages.keep(page));
  }

  @Override
  public void close() {
    packer.close();
  }
}
