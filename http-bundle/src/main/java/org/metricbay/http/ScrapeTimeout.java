package org.metricbay.http;

import java.time.Duration;
import java.util.Optional;

/** The time limit of a scrape, from Prometheus's {@code X-Prometheus-Scrape-Timeout-Seconds}. */
final class ScrapeTimeout {
  /** For writing and sending the page: better a page without a collector than no page. */
  private static final double RESERVE_SECONDS = 0.5;

  static final String HEADER = "X-Prometheus-Scrape-Timeout-Seconds";

  /** How long a client that does not say waits for an agent that is about to start. */
  private static final double USUAL_SECONDS = 10 + RESERVE_SECONDS;

  private static final Duration LEAST = Duration.ofMillis(100);
  private static final double MOST_SECONDS = 86_400;

  private ScrapeTimeout() {}

  /**
   * The header's value less a reserve; a day, which is no limit, if there is none that is valid.
   */
  static Duration of(Optional<String> header) {
    return lessReserve(header.flatMap(ScrapeTimeout::parse).orElse(MOST_SECONDS));
  }

  /** The same for a client that waits for the agent to be ready; 10 s if it does not say. */
  static Duration ofWaiting(Optional<String> header) {
    return lessReserve(header.flatMap(ScrapeTimeout::parse).orElse(USUAL_SECONDS));
  }

  /** What is left of a time, but enough to collect something. */
  static Duration atLeast(Duration left) {
    return left.compareTo(LEAST) < 0 ? LEAST : left;
  }

  private static Duration lessReserve(double seconds) {
    return atLeast(
        Duration.ofNanos((long) (Math.min(seconds - RESERVE_SECONDS, MOST_SECONDS) * 1e9)));
  }

  private static Optional<Double> parse(String text) {
    try {
      double seconds = Double.parseDouble(text);
      return seconds > 0 ? Optional.of(seconds) : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
