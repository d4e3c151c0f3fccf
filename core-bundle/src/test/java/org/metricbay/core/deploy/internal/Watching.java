package org.metricbay.core.deploy.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Scrapes again and again by two threads, and notes where a counter is missing, or goes back. */
final class Watching implements AutoCloseable {
  private static final int AT_ONCE = 2;

  private final TestAgent agent;
  private final String counter;
  private final ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
  private final List<String> wrong = new CopyOnWriteArrayList<>();
  private final AtomicInteger scrapes = new AtomicInteger();
  private final AtomicInteger running = new AtomicInteger();
  private volatile boolean on;

  Watching(TestAgent agent, String counter) {
    this.agent = agent;
    this.counter = counter;
  }

  void start() {
    on = true;
    for (int i = 0; i < AT_ONCE; i++) {
      threads.execute(this::watch);
    }
  }

  private void watch() {
    running.incrementAndGet();
    double last = 0;
    try {
      while (on) {
        Optional<Double> now = agent.value(counter);
        scrapes.incrementAndGet();
        if (now.isEmpty()) {
          wrong.add("missing after " + last);
        } else if (now.get() < last) {
          wrong.add(now.get() + " after " + last);
        } else {
          last = now.get();
        }
      }
    } catch (Exception e) {
      wrong.add(e.toString());
    } finally {
      running.decrementAndGet();
    }
  }

  void awaitMore(int more) {
    int enough = scrapes.get() + more;
    await().atMost(Duration.ofSeconds(20)).until(() -> scrapes.get() >= enough);
  }

  /** Until it is started again. */
  void pause() {
    on = false;
    await().atMost(Duration.ofSeconds(20)).until(() -> running.get() == 0);
  }

  void assertNeverLess() {
    pause();
    assertThat(wrong).isEmpty();
    assertThat(scrapes.get()).isPositive();
  }

  @Override
  public void close() {
    on = false;
    threads.shutdownNow();
  }
}
