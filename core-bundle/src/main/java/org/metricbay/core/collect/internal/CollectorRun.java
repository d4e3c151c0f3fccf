package org.metricbay.core.collect.internal;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One call of one collector, shared by all scrapes that want its result. */
final class CollectorRun {
  private final Plugin plugin;
  private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
  private @Nullable Thread runner;
  private long startedAt;
  private boolean begun;
  private boolean abandoned;

  CollectorRun(Plugin plugin) {
    this.plugin = plugin;
  }

  Plugin plugin() {
    return plugin;
  }

  /** Calls the plugin on this thread, unless it was called or given up before. */
  void run() {
    synchronized (this) {
      if (abandoned || begun) {
        return;
      }
      begun = true;
      runner = Thread.currentThread();
      startedAt = System.nanoTime();
    }
    Outcome result = plugin.call(startedAt);
    synchronized (this) {
      runner = null;
      // An interrupt meant for this call must not reach the next one on the same thread.
      Thread.interrupted();
    }
    plugin.finished(this, result);
    outcome.complete(result);
  }

  boolean await(long nanos) throws InterruptedException {
    try {
      outcome.get(Math.max(nanos, 0), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("outcomes are never exceptional", e);
    }
  }

  boolean isDone() {
    return outcome.isDone();
  }

  /** What came of it, once {@link #isDone()}. */
  Outcome outcome() {
    return outcome.join();
  }

  /**
   * Ends the waiting for it: if it has begun it is interrupted and stays the plugin's only run
   * until it returns; if not, it never begins.
   *
   * @return what to show in its place
   */
  Outcome giveUp(Duration limit) {
    boolean neverBegins;
    synchronized (this) {
      abandoned = true;
      neverBegins = !begun;
      if (runner != null) {
        runner.interrupt();
      }
    }
    if (isDone()) {
      return outcome();
    }
    if (neverBegins) {
      Outcome late = Outcome.failed("did not begin within " + seconds(limit), limit);
      plugin.finished(this, late);
      outcome.complete(late);
      return late;
    }
    return Outcome.failed("did not answer within " + seconds(limit), limit);
  }

  /** How long it has been running; zero if it has not begun. */
  synchronized Duration age() {
    return runner == null ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - startedAt);
  }

  /** Whether it was given up and yet still runs. */
  synchronized boolean isHung() {
    return abandoned && runner != null;
  }

  static String seconds(Duration duration) {
    return duration.toMillis() / 1000.0 + " s";
  }
}
