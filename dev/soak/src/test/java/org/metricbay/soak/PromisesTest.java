package org.metricbay.soak;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.metricbay.soak.Excuses.What;
import org.metricbay.soak.Promises.Promise;

/** A soak that finds nothing is worth something only if it would have found it. */
class PromisesTest {
  private static final String GOOD =
      """
      # TYPE a_total counter
      a_total{cpu="0"} 5
      node_scrape_collector_success{collector="a"} 1
      """;

  private final Promises promises = new Promises();

  @Test
  void keptPromisesAreNotCounted() throws Exception {
    promises.require("a_total{cpu=\"0\"}", Promise.SERIES);
    scrape(GOOD, GOOD.replace(" 5", " 6"));
    assertThat(promises.examples()).isEmpty();
  }

  @Test
  void seesAMissingSeriesUnlessItWasReleased() throws Exception {
    promises.require("b{x=\"1\"}", Promise.SERIES);
    scrape(GOOD);
    assertThat(promises.count(Promise.SERIES)).isEqualTo(1);
    promises.release("b{x=\"1\"}");
    scrape(GOOD);
    assertThat(promises.examples())
        .containsExactly("missing series of healthy plugins: b{x=\"1\"} is missing");
  }

  @Test
  void seesACounterThatGoesBack() throws Exception {
    scrape(GOOD, GOOD.replace(" 5", " 4.9"));
    assertThat(promises.examples())
        .containsExactly("counters that went back: a_total{cpu=\"0\"}: 5.0, then 4.9");
  }

  @Test
  void seesACollectorThatFailsOrIsGone() throws Exception {
    scrape(GOOD.replace(" 1", " 0"), "a 1\n");
    assertThat(promises.count(Promise.COLLECTORS)).isEqualTo(2);
  }

  @Test
  void seesAFailedScrape() throws Exception {
    scrape(GOOD, "");
    assertThat(promises.count(Promise.SCRAPES)).isEqualTo(1);
  }

  @Test
  void judgesNoScrapeThatMayFailForAMoment() throws Exception {
    promises.require("b", Promise.SERIES);
    promises.excuses().during(What.SCRAPES, () -> scrapeUnchecked(GOOD, ""));
    assertThat(promises.examples()).isEmpty();
    scrape(GOOD);
    assertThat(promises.count(Promise.SERIES)).isEqualTo(1);
  }

  @Test
  void judgesScrapesThatFailWhileSeriesMayBeMissing() throws Exception {
    promises.require("b", Promise.SERIES);
    promises.excuses().during(What.SERIES, () -> scrapeUnchecked(GOOD, ""));
    assertThat(promises.count(Promise.SERIES)).isZero();
    assertThat(promises.count(Promise.SCRAPES)).isEqualTo(1);
  }

  private void scrapeUnchecked(String... pages) throws IOException {
    try {
      scrape(pages);
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  /** Has a client scrape these pages, one after the other; an empty one is an error's. */
  private void scrape(String... pages) throws Exception {
    Deque<String> left = new ArrayDeque<>(List.of(pages));
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/metrics",
        exchange -> {
          byte[] page = left.remove().getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(page.length == 0 ? 500 : 200, page.length);
          try (OutputStream body = exchange.getResponseBody()) {
            body.write(page);
          }
        });
    server.start();
    try {
      String root = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
      Scraper scraper =
          new Scraper(
              new AgentClient(root),
              promises,
              Set.of("a"),
              nanos -> assertThat(nanos).isPositive());
      while (!left.isEmpty()) {
        scraper.run();
      }
    } finally {
      server.stop(0);
    }
  }
}
