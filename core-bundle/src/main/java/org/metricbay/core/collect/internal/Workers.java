package org.metricbay.core.collect.internal;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that call plugins. A few threads take runs from a common queue, since most collectors
 * need less time than waking a thread; when one is slow, another thread takes the rest, so a
 * hanging collector holds up nobody and costs one thread.
 */
final class Workers implements AutoCloseable {
  /** A collector that takes longer than this gets help for those behind it. */
  private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private static final int AT_ONCE = Math.min(4, Runtime.getRuntime().availableProcessors());

  private final AtomicInteger number = new AtomicInteger();
  private ThreadPoolExecutor threads = newThreads();

  private ThreadPoolExecutor newThreads() {
    return new ThreadPoolExecutor(
        0, Integer.MAX_VALUE, 60, TimeUnit.SECONDS, new SynchronousQueue<>(), this::newThread);
  }

  private Thread newThread(Runnable work) {
    Thread thread =
        new Thread(null, work, "metricbay-collect-" + number.incrementAndGet(), 0, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(null);
    return thread;
  }

  /**
   * Begins the runs that nobody has begun, and waits for all until the deadline. Those that are not
   * done then are the caller's to give up.
   */
  void runAll(List<CollectorRun> runs, Duration limit) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    Batch batch = new Batch(runs);
    for (int i = 0; i < Math.min(AT_ONCE, runs.size()); i++) {
      help(batch);
    }
    // From the last one, which is done when nearly all are: each wait may cost two thread switches.
    for (int i = runs.size() - 1; i >= 0; i--) {
      await(runs.get(i), batch, deadline);
    }
  }

  private void await(CollectorRun run, Batch batch, long deadline) throws InterruptedException {
    int taken = -1;
    long left = deadline - System.nanoTime();
    while (left > 0 && !run.await(batch.isTaken() ? left : Math.min(left, PATIENCE_NANOS))) {
      if (taken == batch.taken() && !batch.isTaken()) {
        help(batch); // All who help are held up.
      }
      taken = batch.taken();
      left = deadline - System.nanoTime();
    }
  }

  synchronized void execute(Runnable work) {
    threads.execute(work);
  }

  private void help(Batch batch) {
    try {
      execute(batch);
    } catch (OutOfMemoryError e) {
      // No thread is to be had, perhaps as a plugin leaks them. Those that there are go on, and
      // runs that do not begin in time are told as such.
    }
  }

  /** Runs that several threads take from, each the next one. */
  private static final class Batch implements Runnable {
    private final List<CollectorRun> runs;
    private final AtomicInteger next = new AtomicInteger();

    Batch(List<CollectorRun> runs) {
      this.runs = runs;
    }

    @Override
    public void run() {
      for (int i = next.getAndIncrement(); i < runs.size(); i = next.getAndIncrement()) {
        runs.get(i).run();
      }
    }

    int taken() {
      return next.get();
    }

    boolean isTaken() {
      return taken() >= runs.size();
    }
  }

  /**
   * Lets all idle threads end, and the others when they are done: a plugin that is gone may have
   * left a ThreadLocal on any of them, which would keep its classes alive.
   */
  synchronized void renew() {
    ExecutorService old = threads;
    threads = newThreads();
    old.shutdown();
  }

  @Override
  public synchronized void close() {
    threads.shutdownNow();
  }
}
