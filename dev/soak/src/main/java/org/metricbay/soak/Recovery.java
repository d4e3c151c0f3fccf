package org.metricbay.soak;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import org.metricbay.soak.Promises.Promise;

/** Waits until the agent shows again all that it promised to show. */
final class Recovery {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final AgentClient client;
  private final Pacer pacer;
  private final Promises promises;
  private Set<String> collectors = Set.of();

  Recovery(AgentClient client, Pacer pacer, Promises promises) {
    this.client = client;
    this.pacer = pacer;
    this.promises = promises;
  }

  /** From now on these collectors have to be good. */
  void expect(Set<String> healthyCollectors) {
    collectors = Set.copyOf(healthyCollectors);
  }

  /**
   * Waits for that, and breaks the promise if it takes too long.
   *
   * @param after what it has to recover from
   */
  void await(String after) throws IOException, InterruptedException {
    if (!pacer.await(LIMIT, () -> missing().isEmpty())) {
      promises.broken(Promise.RECOVERY, after + ": " + missing());
    }
  }

  /** What is missing; empty if nothing is. */
  private String missing() throws InterruptedException {
    try {
      Page page = client.scrape();
      for (String series : promises.required()) {
        if (!page.has(series)) {
          return series;
        }
      }
      for (String collector : collectors) {
        if (!Scraper.isGood(page, collector)) {
          return "collector " + collector;
        }
      }
      return "";
    } catch (IOException e) {
      return e.toString();
    }
  }
}
