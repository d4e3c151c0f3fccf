package org.metricbay.core.collect.internal;

import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;

/**
 * The threads that call collectors and answer requests: a few, and more while those are held up, as
 * by a collector that hangs.
 */
final class Workers implements Executor, AutoCloseable {
  static final int AT_ONCE = Math.min(4, Runtime.getRuntime().availableProcessors());

  /** When those end that are more than are needed at once, as after the start of many plugins. */
  private static final int IDLE_SECONDS = 5;

  private final AtomicInteger number = new AtomicInteger();
  private final AtomicInteger renewals = new AtomicInteger();
  private final Deadlines deadlines = new Deadlines();
  private ThreadPoolExecutor threads = newThreads();

  Workers(BundleContext context) {
    deadlines.start(context);
  }

  /** One of the threads. */
  private static final class Worker extends Thread {
    private final Workers owner;
    private final int renewal;
    private @Nullable Runnable then;

    Worker(Workers owner, Runnable work) {
      super(null, work, "metricbay-worker-" + owner.number.incrementAndGet(), 0, false);
      this.owner = owner;
      this.renewal = owner.renewals.get();
      setDaemon(true);
      setContextClassLoader(null);
    }

    /** Does what it was told to do afterwards, unless it is to end. */
    private void goOn() {
      while (then != null) {
        Runnable next = then;
        then = null;
        if (renewal == owner.renewals.get()) {
          next.run();
        } else {
          handOn(next);
        }
      }
    }

    private void handOn(Runnable next) {
      try {
        owner.execute(next);
      } catch (OutOfMemoryError e) {
        next.run(); // Who waits for it would wait for ever.
      }
    }
  }

  private ThreadPoolExecutor newThreads() {
    return new ThreadPoolExecutor(
        AT_ONCE,
        Integer.MAX_VALUE,
        IDLE_SECONDS,
        TimeUnit.SECONDS,
        new SynchronousQueue<>(),
        work -> new Worker(this, work));
  }

  /** Whether the calling thread is one of these. */
  boolean isHere() {
    return Thread.currentThread() instanceof Worker worker && worker.owner == this;
  }

  /** What looks after the work that has a limit. */
  Deadlines deadlines() {
    return deadlines;
  }

  @Override
  public synchronized void execute(Runnable work) {
    Handed handed = new Handed(work);
    try {
      threads.execute(handed);
    } catch (OutOfMemoryError e) {
      // It asks for one more thread while they are few, also if one of those that there are waits.
      if (!threads.getQueue().offer(handed)) {
        throw e;
      }
    }
  }

  /**
   * Work that is released by the thread that does it. The queue's node of a thread that waited long
   * is in the old part of the heap, keeps what it was handed, and would take a whole scrape there
   * with it.
   */
  private static final class Handed implements Runnable {
    private @Nullable Runnable work;

    Handed(Runnable work) {
      this.work = work;
    }

    @Override
    public void run() {
      Runnable taken = Objects.requireNonNull(work, "it is run once");
      work = null;
      try {
        taken.run();
      } finally {
        if (Thread.currentThread() instanceof Worker worker) {
          worker.goOn();
        }
      }
    }
  }

  /**
   * Has it done by the calling thread when that is done, if it is one of these; else by another.
   */
  void afterwards(Runnable work) {
    if (Thread.currentThread() instanceof Worker here && here.owner == this && here.then == null) {
      here.then = work;
    } else {
      execute(work);
    }
  }

  /**
   * Lets all idle threads end, and the others when they are done: a plugin that is gone may have
   * left a ThreadLocal on any of them, which would keep its classes alive.
   */
  synchronized void renew() {
    renewals.incrementAndGet();
    ThreadPoolExecutor fresh = newThreads();
    try {
      fresh.prestartCoreThread();
    } catch (OutOfMemoryError e) {
      renewals.decrementAndGet();
      return; // Those that there are would be the last; the next removal tries again.
    }
    ExecutorService old = threads;
    threads = fresh;
    old.shutdown();
  }

  /** Ends what is in progress, too. */
  @Override
  public void close() {
    synchronized (this) {
      threads.shutdownNow();
    }
    deadlines.close();
  }
}
