package org.metricbay.core.collect.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.metricbay.core.thread.LastingThread;
import org.osgi.framework.BundleContext;

/** Looks after the batches under way, in a thread that sleeps while there is none. */
final class Deadlines implements AutoCloseable {
  /** A collector that takes longer than this gets help for those behind it. */
  private static final long PATIENCE_NANOS = 10_000_000;

  private static final long LONGEST_SLEEP_MILLIS = TimeUnit.SECONDS.toMillis(5);

  private final List<Batch> active = new ArrayList<>();
  private final LastingThread thread = new LastingThread("metricbay-deadlines", this::look);
  private boolean idle;
  private boolean wereSome;

  /** Starts, and shows that it goes on. */
  void start(BundleContext context) {
    thread.start(context, "the clock of the time limits");
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

  private void look() throws InterruptedException {
    awaitSome();
    LockSupport.parkNanos(this, PATIENCE_NANOS);
    for (Batch batch : all()) {
      batch.look();
    }
  }

  /** While there are some now and then, it need not be woken for each. */
  @SuppressWarnings("WaitNotInLoop") // A turn for nothing does no harm.
  private synchronized void awaitSome() throws InterruptedException {
    if (active.isEmpty() && !wereSome) {
      idle = true;
      wait(LONGEST_SLEEP_MILLIS);
    }
    idle = false;
    wereSome = !active.isEmpty();
  }

  private synchronized List<Batch> all() {
    return active.isEmpty() ? List.of() : List.copyOf(active);
  }

  /** Ends all that are under way, as nobody will look after them any more. */
  @Override
  public void close() {
    thread.close();
    all().forEach(Batch::end);
  }
}
