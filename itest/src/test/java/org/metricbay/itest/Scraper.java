package org.metricbay.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Scrapes all the time, and notes each failed scrape, each series that is missing although it must
 * be there, and each counter that went back. To close it is to assert that there was none.
 */
final class Scraper implements AutoCloseable {
  private static final long EVERY_MILLIS = 20;

  private final PackedAgent agent;
  private final Set<String> required = new CopyOnWriteArraySet<>();
  private final List<String> faults = new CopyOnWriteArrayList<>();
  private final Map<String, Double> counters = new HashMap<>();
  private final CountDownLatch end = new CountDownLatch(1);
  private final Thread thread = new Thread(this::scrapeAllTheTime, "scraper");
  private final AtomicInteger scrapes = new AtomicInteger();

  private Scraper(PackedAgent agent) {
    this.agent = agent;
  }

  static Scraper of(PackedAgent agent) {
    Scraper scraper = new Scraper(agent);
    scraper.thread.setDaemon(true);
    scraper.thread.start();
    return scraper;
  }

  /** From now on all series that are there now and begin so must be in every scrape. */
  Scraper require(String prefix) {
    Set<String> series = agent.scrape().startingWith(prefix);
    assertThat(series).as("series that begin with " + prefix).isNotEmpty();
    required.addAll(series);
    return this;
  }

  /** From now on series that begin so may be missing. */
  void release(String prefix) {
    required.removeIf(series -> series.startsWith(prefix));
  }

  void releaseAllBut(String prefix) {
    required.removeIf(series -> !series.startsWith(prefix));
  }

  /** Waits until at least this many scrapes more have been made. */
  void awaitScrapes(int more) {
    int wanted = scrapes.get() + more;
    await().atMost(PackedAgent.DEADLINE).until(() -> scrapes.get() >= wanted);
  }

  private void scrapeAllTheTime() {
    try {
      do {
        Set<String> before = Set.copyOf(required);
        MetricsPage page = scrape();
        if (page != null) {
          judge(before, page);
        }
        scrapes.incrementAndGet();
      } while (!end.await(EVERY_MILLIS, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private @Nullable MetricsPage scrape() {
    try {
      return agent.scrape();
    } catch (RuntimeException | AssertionError e) {
      if (end.getCount() > 0) {
        faults.add("failed scrape: " + e);
      }
      return null;
    }
  }

  private void judge(Set<String> before, MetricsPage page) {
    for (String series : before) {
      if (!page.has(series) && required.contains(series)) {
        faults.add("missing in scrape " + scrapes + ": " + series);
      }
    }
    page.values()
        .forEach(
            (series, value) -> {
              if (page.isCounter(series)) {
                Double earlier = counters.put(series, value);
                if (earlier != null && earlier > value) {
                  faults.add("went back: " + series + " from " + earlier + " to " + value);
                }
              }
            });
  }

  @Override
  public void close() {
    end.countDown();
    try {
      thread.join(PackedAgent.DEADLINE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    assertThat(new ArrayList<>(faults)).as("faults in " + scrapes + " scrapes").isEmpty();
    assertThat(scrapes.get()).as("scrapes").isPositive();
  }
}
