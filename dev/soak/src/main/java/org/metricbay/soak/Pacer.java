package org.metricbay.soak;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The clock of the load. */
final class Pacer implements AutoCloseable {
  private static final Duration OFTEN = Duration.ofMillis(20);

  private final ScheduledExecutorService executor;

  Pacer(int threads) {
    executor =
        Executors.newScheduledThreadPool(
            threads,
            work -> {
              Thread thread = new Thread(work, "pacer");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Something that may hold, or not yet. */
  @FunctionalInterface
  interface Condition {
    boolean holds() throws IOException, InterruptedException;
  }

  void every(Duration period, Runnable work) {
    Future<?> unused =
        executor.scheduleAtFixedRate(work, 0, period.toMillis(), TimeUnit.MILLISECONDS);
  }

  void pause(Duration time) throws InterruptedException {
    CountDownLatch over = new CountDownLatch(1);
    Future<?> unused = executor.schedule(over::countDown, time.toNanos(), TimeUnit.NANOSECONDS);
    over.await();
  }

  /** Whether the condition holds before the time is over. */
  boolean await(Duration limit, Condition condition) throws IOException, InterruptedException {
    long begin = System.nanoTime();
    while (!condition.holds()) {
      if (System.nanoTime() - begin > limit.toNanos()) {
        return false;
      }
      pause(OFTEN);
    }
    return true;
  }

  /** Ends all that is done periodically; what is in progress is given a moment to end. */
  @Override
  public void close() {
    executor.shutdownNow();
    try {
      executor.awaitTermination(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
