package org.metricbay.core.collect.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One call of one collector, shared by all scrapes that want its result. */
final class CollectorRun {
  /** For when memory or stack is so short that not even the reason can be told. */
  private static final Outcome UNTOLD =
      Outcome.failed("failed so badly that it cannot be said why", Duration.ZERO);

  /** What is called. */
  interface Callee {

    /** Asks it, on the calling thread. Never throws. */
    Outcome call(long startedAt);

    /** The run came to this, or was given up before it began. */
    void finished(CollectorRun run, Outcome outcome);

    /** How long a call may take. */
    Pace pace();
  }

  /** Who waits for runs. */
  interface Waiter {

    /**
     * A run is done.
     *
     * @param by what the calling thread takes runs from, and will end itself
     */
    void oneDone(@Nullable Waiter by);
  }

  private final Callee callee;
  private List<Waiter> waiting = new ArrayList<>(1);
  private @Nullable Thread runner;
  private long startedAt;
  private boolean begun;
  private boolean abandoned;
  private volatile @Nullable Outcome outcome;

  CollectorRun(Callee callee) {
    this.callee = callee;
  }

  /**
   * Calls it on this thread, unless it was called or given up before.
   *
   * @param by what this thread takes runs from
   */
  void run(@Nullable Waiter by) {
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
      result = callee.call(startedAt);
    } catch (Throwable fromTellingWhatWasThrown) {
      // The outcome stays untold; the thread and those who wait must not be lost with it.
    }
    synchronized (this) {
      runner = null;
      // An interrupt meant for this call must not reach the next one on the same thread.
      Thread.interrupted();
    }
    done(result, by);
  }

  private void done(Outcome result, @Nullable Waiter by) {
    callee.finished(this, result);
    List<Waiter> told;
    synchronized (this) {
      outcome = result;
      told = waiting;
      waiting = List.of();
    }
    for (Waiter waiter : told) {
      waiter.oneDone(by);
    }
  }

  /** One more waits for it, until {@link #leave}; false if it is done already. */
  synchronized boolean join(Waiter waiter) {
    return !isDone() && waiting.add(waiter);
  }

  boolean isDone() {
    return outcome != null;
  }

  /** What came of it, once {@link #isDone()}. */
  Outcome outcome() {
    return Objects.requireNonNull(outcome);
  }

  /**
   * One waits no longer. When none does, a run that has begun is interrupted and stays the
   * collector's only one until it returns, and one that has not never begins. While one with a
   * longer limit waits, it goes on.
   *
   * @param limit how long it has waited
   */
  void leave(Waiter waiter, Duration limit) {
    synchronized (this) {
      if (isDone() || !waiting.remove(waiter) || !waiting.isEmpty()) {
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
    String why = "did not begin within " + Seconds.of(limit);
    done(Outcome.failed(why, limit), waiter);
  }

  /** Gives it up if it has taken longer than it may, whoever waits for it. */
  void giveUpIfOverdue() {
    List<Waiter> told;
    synchronized (this) {
      if (runner == null || abandoned || !callee.pace().isExceededBy(age())) {
        return;
      }
      abandoned = true;
      told = waiting;
      waiting = new ArrayList<>(0);
      runner.interrupt();
    }
    for (Waiter waiter : told) {
      waiter.oneDone(null);
    }
  }

  synchronized boolean hasBegun() {
    return begun;
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
}
