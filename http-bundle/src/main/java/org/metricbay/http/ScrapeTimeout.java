package org.metricbay.http;

import java.time.Duration;
import java.util.Optional;

/** How long a scrape may take, after Prometheus's {@code X-Prometheus-Scrape-Timeout-Seconds}. */
final class ScrapeTimeout {
  /** For writing and sending the page: better a page without a collector than no page. */
  private static final double RESERVE_SECONDS = 0.5;

  private static final double LEAST_SECONDS = 0.1;
  private static final double MOST_SECONDS = 86_400;

  private ScrapeTimeout() {}

  /**
   * The header's value less a reserve; a day, which is no limit, if there is none that is valid.
   */
  static Duration of(Optional<String> header) {
    double seconds = header.map(ScrapeTimeout::parse).orElse(MOST_SECONDS);
    double rest = Math.min(Math.max(seconds - RESERVE_SECONDS, LEAST_SECONDS), MOST_SECONDS);
    return Duration.ofNanos((long) (rest * 1e9));
  }

  private static double parse(String text) {
    try {
      double seconds = Double.parseDouble(text);
      return seconds > 0 ? seconds : MOST_SECONDS;
    } catch (NumberFormatException e) {
      return MOST_SECONDS;
    }
  }
}
