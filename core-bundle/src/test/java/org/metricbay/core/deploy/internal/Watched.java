package org.metricbay.core.deploy.internal;

import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.metricbay.api.MetricFamily;

/** Scrapes all the time, and notes when something is missing that always should be there. */
final class Watched implements AutoCloseable {
  private final TestAgent agent;
  private final List<String> families;
  private final Supplier<String> when;
  private final AtomicBoolean over = new AtomicBoolean();
  private final AtomicInteger scrapes = new AtomicInteger();
  private final Queue<String> faults = new ConcurrentLinkedQueue<>();
  private final Thread thread = new Thread(this::scrape, "scraper");

  private Watched(TestAgent agent, List<String> families, Supplier<String> when) {
    this.when = when;
    this.agent = agent;
    this.families = families;
  }

  static Watched of(TestAgent agent, String... families) {
    return of(agent, () -> "", families);
  }

  /** Also tells when something was missing. */
  static Watched of(TestAgent agent, Supplier<String> when, String... families) {
    Watched watched = new Watched(agent, List.of(families), when);
    watched.thread.start();
    return watched;
  }

  private void scrape() {
    while (!over.get() && faults.isEmpty()) {
      try {
        List<String> found = agent.scrape().families().stream().map(MetricFamily::name).toList();
        families.stream()
            .filter(family -> !found.contains(family))
            .forEach(
                family -> faults.add("scrape " + scrapes + " has no " + family + " " + when.get()));
        scrapes.incrementAndGet();
      } catch (Exception e) {
        faults.add(e.toString());
        return;
      }
    }
  }

  /** Waits for some scrapes that begin from now on. */
  void awaitMore() {
    int enough = scrapes.get() + 3;
    await().atMost(TestAgent.LIMIT).until(() -> scrapes.get() >= enough || !faults.isEmpty());
  }

  @Override
  public void close() {
    over.set(true);
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!faults.isEmpty()) {
      throw new AssertionError(faults.toString());
    }
  }
}
