package org.metricbay.soak;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;
import org.metricbay.soak.Promises.Promise;

/** One client that scrapes, and judges each page. Used by one thread at a time. */
final class Scraper implements Runnable {
  private static final String SUCCESS = "node_scrape_collector_success";

  private final AgentClient client;
  private final Promises promises;
  private final Set<String> healthyCollectors;
  private final LongConsumer nanos;
  private final Map<String, Double> counters = new HashMap<>();
  private Excuses.Mark last = new Excuses.Mark(0, 0);

  /**
   * Makes a client.
   *
   * @param healthyCollectors those that must not fail
   * @param nanos told how long each scrape took
   */
  Scraper(
      AgentClient client, Promises promises, Set<String> healthyCollectors, LongConsumer nanos) {
    this.client = client;
    this.promises = promises;
    this.healthyCollectors = healthyCollectors;
    this.nanos = nanos;
  }

  @Override
  public synchronized void run() {
    Set<String> required = promises.required();
    Excuses.Mark mark = promises.excuses().mark();
    long begin = System.nanoTime();
    try {
      Page page = client.scrape();
      nanos.accept(System.nanoTime() - begin);
      boolean excused = promises.excuses().excuseSeries(mark);
      if (excused || !mark.equals(last)) {
        // What began again meanwhile did so with an excuse.
        counters.clear();
      }
      if (!excused) {
        promises.check(required, page);
        checkCounters(page);
        checkCollectors(page);
      }
      last = mark;
    } catch (IOException | RuntimeException e) {
      if (!promises.excuses().excuseScrapes(mark)) {
        promises.broken(Promise.SCRAPES, e.toString());
      }
    } catch (InterruptedException e) {
      // The load is being ended.
      Thread.currentThread().interrupt();
    }
  }

  private void checkCounters(Page page) {
    page.values()
        .forEach(
            (series, value) -> {
              if (page.isCounter(series)) {
                Double before = counters.put(series, value);
                if (before != null && before > value) {
                  promises.broken(Promise.COUNTERS, series + ": " + before + ", then " + value);
                }
              }
            });
  }

  private void checkCollectors(Page page) {
    for (String collector : healthyCollectors) {
      if (!isGood(page, collector)) {
        promises.broken(Promise.COLLECTORS, collector);
      }
    }
  }

  static boolean isGood(Page page, String collector) {
    return page.value(SUCCESS + "{collector=\"" + collector + "\"}") == 1;
  }
}
