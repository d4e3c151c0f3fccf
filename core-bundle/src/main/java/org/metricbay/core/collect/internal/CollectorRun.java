package org.metricbay.core.collect.internal;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One call of one collector, shared by all scrapes that want its result. */
final class CollectorRun {
  /** For when memory or stack is so short that not even the reason can be told. */
  private static final Outcome UNTOLD =
      Outcome.failed("failed so badly that it cannot be said why", Duration.ZERO);

  private final Plugin plugin;
  private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
  private @Nullable Thread runner;
  private int waiting;
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
    Outcome result = UNTOLD;
    try {
      result = plugin.call(startedAt);
    } catch (Throwable fromTellingWhatWasThrown) {
      // The outcome stays untold; the thread and those who wait must not be lost with it.
    }
    synchronized (this) {
      runner = null;
      // An interrupt meant for this call must not reach the next one on the same thread.
      Thread.interrupted();
    }
    plugin.finished(this, result);
    outcome.complete(result);
  }

  /** One more waits for it, until {@link #leave}. */
  synchronized void join() {
    waiting++;
  }

  boolean await(long nanos) throws InterruptedException {
    if (outcome.isDone()) {
      return true;
    }
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
   * One waits no longer. When nobody does, a run that has begun is interrupted and stays the
   * plugin's only one until it returns, and one that has not never begins. While somebody with a
   * longer limit waits, it goes on.
   */
  void leave(Duration limit) {
    synchronized (this) {
      waiting--;
      if (waiting > 0 || isDone()) {
        return;
      }
      abandoned = true;
      if (runner != null) {
        runner.interrupt();
      }
      if (begun) {
        return;
      }
    }
    Outcome late = Outcome.failed("did not begin within " + seconds(limit), limit);
    plugin.finished(this, late);
    outcome.complete(late);
  }

  /** Whether it was given up before it began. */
  synchronized boolean neverBegan() {
    return abandoned && !begun;
  }

  synchronized boolean isAbandoned() {
    return abandoned;
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
