package org.metricbay.core.collect.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Looks after the batches under way, in a thread that sleeps while there is none. */
final class Deadlines implements AutoCloseable {
  /** A collector that takes longer than this gets help for those behind it. */
  private static final long PATIENCE_NANOS = 10_000_000;

  private final List<Batch> active = new ArrayList<>();
  private final Thread thread = new Thread(null, this::look, "metricbay-deadlines", 0, false);
  private boolean idle;
  private boolean wereSome;

  Deadlines() {
    thread.setDaemon(true);
    thread.setContextClassLoader(null);
  }

  void start() {
    thread.start();
  }

  synchronized void add(Batch batch) {
    active.add(batch);
    if (idle) {
      notifyAll();
    }
  }

  synchronized void remove(Batch batch) {
    active.remove(batch);
  }

  private void look() {
    try {
      while (!thread.isInterrupted()) {
        awaitSome();
        LockSupport.parkNanos(this, PATIENCE_NANOS);
        lookOnce();
      }
    } catch (InterruptedException e) {
      // Closed.
    }
  }

  private void lookOnce() {
    try {
      all().forEach(Batch::look);
    } catch (OutOfMemoryError e) {
      // Perhaps there is memory again next time; without this thread no time would ever be up.
    }
  }

  /** While there are some now and then, it need not be woken for each. */
  private synchronized void awaitSome() throws InterruptedException {
    while (active.isEmpty() && !wereSome) {
      idle = true;
      wait();
    }
    idle = false;
    wereSome = !active.isEmpty();
  }

  private synchronized List<Batch> all() {
    return List.copyOf(active);
  }

  /** Ends all that are under way, as nobody will look after them any more. */
  @Override
  public void close() {
    thread.interrupt();
    all().forEach(Batch::end);
  }
}
