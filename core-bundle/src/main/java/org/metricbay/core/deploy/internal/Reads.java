package org.metricbay.core.deploy.internal;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Does work that may never end, such as reading from a dead mount, on a thread that can be left
 * behind with it; what comes after is done on another. For use by one thread.
 */
final class Reads {
  /** What one run waits for the next piece of work when its patience is used up. */
  private static final Duration LEAST = Duration.ofMillis(100);

  /**
   * Does all in order; returns when each is done or hangs.
   *
   * @param patience how long to wait for what hangs, all together
   */
  void run(List<? extends Runnable> work, Duration patience) {
    if (work.isEmpty()) {
      return;
    }
    Iterator<? extends Runnable> rest = work.iterator();
    long left = patience.toNanos();
    while (true) {
      Worker worker = new Worker(rest);
      start(worker);
      long begin = System.nanoTime();
      if (worker.awaitEnd(Math.max(left, LEAST.toNanos()))) {
        return;
      }
      left -= worker.lostSince(begin);
    }
  }

  private static void start(Worker worker) {
    try {
      ScarceThreads.thread("read", worker).start();
    } catch (OutOfMemoryError e) {
      worker.run(); // There are no more threads.
    }
  }

  private static final class Worker implements Runnable {
    private final Iterator<? extends Runnable> rest;
    private long lastStep = System.nanoTime();
    private boolean ended;
    private boolean left;

    Worker(Iterator<? extends Runnable> rest) {
      this.rest = rest;
    }

    @Override
    public void run() {
      for (Runnable next = next(); next != null; next = next()) {
        try {
          next.run();
        } catch (Throwable e) {
          // Whoever waits must not wait for a thread that has died; the work knows of itself.
        }
      }
    }

    private synchronized @Nullable Runnable next() {
      lastStep = System.nanoTime();
      if (!left && rest.hasNext()) {
        return rest.next();
      }
      ended = true;
      notifyAll();
      return null;
    }

    /**
     * Waits for the end; false if one piece of work takes longer than this, and is left. An
     * interrupt that comes meanwhile is put off: it may be anyone's.
     */
    synchronized boolean awaitEnd(long patience) {
      boolean interrupted = false;
      while (!ended) {
        long wait = lastStep + patience - System.nanoTime();
        if (wait <= 0) {
          left = true;
          break;
        }
        try {
          wait(Math.max(1, wait / 1_000_000));
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      return ended;
    }

    synchronized long lostSince(long begin) {
      return System.nanoTime() - Math.max(begin, lastStep);
    }
  }
}
