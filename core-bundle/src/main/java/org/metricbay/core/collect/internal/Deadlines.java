package org.metricbay.core.collect.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.metricbay.core.thread.LastingThread;
import org.osgi.framework.BundleContext;

/**
 * Looks after what is under way, and has done what is due at some time, in a thread that sleeps
 * while there is none.
 */
final class Deadlines implements AutoCloseable {
  /** A collector that takes longer than this gets help for those behind it. */
  private static final long PATIENCE_NANOS = 10_000_000;

  private static final long LONGEST_SLEEP_MILLIS = TimeUnit.SECONDS.toMillis(5);

  /** What is under way. */
  interface Watched {
    /** Now and then. */
    void look();

    /** Nobody will look any more. */
    void end();
  }

  private final List<Watched> active = new ArrayList<>();
  private final LastingThread thread = new LastingThread("metricbay-deadlines", this::look);
  private final PriorityQueue<Alarm> alarms =
      new PriorityQueue<>((one, other) -> Long.signum(one.at() - other.at()));
  private boolean idle;
  private boolean wereSome;

  /**
   * What is to be done some time.
   *
   * @param at when, by the clock of {@link System#nanoTime}
   */
  private record Alarm(long at, Runnable what) {}

  /** Starts, and shows that it goes on. */
  void start(BundleContext context) {
    thread.start(context, "the clock of the time limits");
  }

  synchronized void add(Watched watched) {
    active.add(watched);
    if (idle) {
      notifyAll();
    }
  }

  synchronized void remove(Watched watched) {
    active.remove(watched);
  }

  /** Has a thing done after a time, which must be short. */
  synchronized void after(Duration time, Runnable what) {
    alarms.add(new Alarm(System.nanoTime() + time.toNanos(), what));
    if (idle) {
      notifyAll();
    }
  }

  private void look() throws InterruptedException {
    if (awaitSome()) {
      LockSupport.parkNanos(this, PATIENCE_NANOS);
      for (Watched watched : all()) {
        watched.look();
      }
    }
    for (Runnable due = nextDue(); due != null; due = nextDue()) {
      due.run();
    }
  }

  private synchronized @Nullable Runnable nextDue() {
    Alarm next = alarms.peek();
    if (next == null || next.at() - System.nanoTime() > 0) {
      return null;
    }
    alarms.remove();
    return next.what();
  }

  /**
   * Waits for something to watch, or for what is due. While there is some now and then, it need not
   * be woken for each.
   *
   * @return whether there is or was something
   */
  @SuppressWarnings("WaitNotInLoop") // A turn for nothing does no harm.
  private synchronized boolean awaitSome() throws InterruptedException {
    if (active.isEmpty() && !wereSome) {
      long millis = millisUntilDue();
      if (millis > 0) {
        idle = true;
        wait(millis);
        idle = false;
      }
      wereSome = !active.isEmpty();
      return wereSome;
    }
    wereSome = !active.isEmpty();
    return true;
  }

  private long millisUntilDue() {
    Alarm next = alarms.peek();
    if (next == null) {
      return LONGEST_SLEEP_MILLIS;
    }
    long left = TimeUnit.NANOSECONDS.toMillis(next.at() - System.nanoTime()) + 1;
    return Math.max(0, Math.min(LONGEST_SLEEP_MILLIS, left));
  }

  private synchronized List<Watched> all() {
    return active.isEmpty() ? List.of() : List.copyOf(active);
  }

  /** Ends all that are in progress, as nobody will look after them any more. */
  @Override
  public void close() {
    thread.close();
    all().forEach(Watched::end);
  }
}
