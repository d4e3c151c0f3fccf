package org.metricbay.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.metricbay.api.MetricFamily;

/**
 * Answers scrapes with pages, in the format and compression that the client prefers. For any
 * thread.
 */
final class Exposition implements AutoCloseable {
  /** In bytes: what is shorter counts as much. */
  private static final int SHORTEST = 1 << 16;

  /** In bytes: the page of a small host goes out in one. */
  private static final int PIECE = 1 << 17;

  /** Packed it takes a fifth. */
  private static final int PACKED_PIECE = 1 << 15;

  /** Of the heap what pieces may be kept for the next pages. */
  private static final int HEAP_FOR_SPARE = 16;

  /** Of the heap for each page that is made at once: it takes several times its size. */
  private static final long HEAP_FOR_PAGE = 8;

  /** One client's page is sent while another's is made. */
  private static final int FEWEST = 2;

  /** The values of more would fill the memory. */
  private static final int MOST = 8;

  private final long heap = Runtime.getRuntime().maxMemory();

  private final Spares<byte[]> pieces = new Spares<>(spare(PIECE));
  private final GzipPacker packer = new GzipPacker(PIECE, PACKED_PIECE, spare(PACKED_PIECE));
  private final PageWriter text = new PageWriter(PageFormat.TEXT);
  private final PageWriter openMetrics = new PageWriter(PageFormat.OPEN_METRICS);

  /** What a client likes: most send the same each time. */
  private record Liked(Optional<String> accept, PageKind kind) {
    static Liked of(Optional<String> accept) {
      return new Liked(accept, PageKind.negotiate(accept));
    }
  }

  private volatile Liked last = Liked.of(Optional.empty());

  /** The length of the last page, before it is packed. */
  private volatile long usual = SHORTEST;

  /**
   * The pages of one answer: of many who wait for it, those who like it in the same form are sent
   * the same bytes. For use by one thread.
   */
  final class Pages implements AutoCloseable {
    private final Map<String, SharedBody> made = new HashMap<>();

    /** Sends the page as the client likes it; the families are the same each time. */
    void send(Scrape scrape, List<MetricFamily> families) {
      HttpServletRequest request = scrape.request();
      HttpServletResponse response = scrape.response();
      PageKind kind = liked(Requests.header(request, "Accept"));
      boolean gzip = ContentCoding.gzipWanted(Requests.header(request, "Accept-Encoding"));
      response.setContentType(kind.contentType());
      response.setHeader("Vary", "Accept, Accept-Encoding");
      if (gzip) {
        response.setHeader("Content-Encoding", "gzip");
      }
      String form = kind.contentType() + gzip;
      SharedBody shared = made.get(form);
      if (shared == null) {
        shared = new SharedBody(page(kind, families, gzip));
        made.put(form, shared);
      }
      Body body = shared.another();
      response.setContentLengthLong(body.length());
      if (request.getMethod().equals("HEAD")) {
        body.release();
        scrape.writer().end();
      } else {
        scrape.writer().write(body);
      }
    }

    @Override
    public void close() {
      made.values().forEach(SharedBody::release);
    }
  }

  /** How many pages there is memory for at once, going by the last one; some in any case. */
  int mostAtOnce() {
    return (int) Math.max(FEWEST, Math.min(MOST, heap / (HEAP_FOR_PAGE * usual)));
  }

  private PageKind liked(Optional<String> accept) {
    Liked known = last;
    if (!known.accept().equals(accept)) {
      known = Liked.of(accept);
      last = known;
    }
    return known.kind();
  }

  private Body page(PageKind kind, List<MetricFamily> families, boolean gzip) {
    PageText page = new PageText(gzip ? packer.begin() : new Pieces(pieces, PIECE));
    (kind.format().isOpen() ? openMetrics : text).write(families, kind.escaping(), page);
    usual = Math.max(SHORTEST, page.length());
    return page.body();
  }

  /** How many pieces of a size may be kept. */
  private int spare(int size) {
    return (int) (heap / HEAP_FOR_SPARE / size);
  }

  @Override
  public void close() {
    packer.close();
  }
}
