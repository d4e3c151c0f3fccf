package org.metricbay.core.thread;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that takes one turn after the other until it is closed, whatever a turn throws and
 * whoever interrupts it: a plugin may take all memory, or interrupt every thread that it finds.
 *
 * <p>Its turns are counted in a service, by which the process knows that it goes on; so none may
 * take long without {@linkplain #beat a beat}, and one that waits ends after a few seconds.
 */
public final class LastingThread implements AutoCloseable {
  /** The property of the service that counts: what it is that goes on. */
  public static final String PULSE = "metricbay.pulse";

  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long SELDOM_NANOS = TimeUnit.SECONDS.toNanos(30);

  /** One turn. An InterruptedException is told of to nobody. */
  @FunctionalInterface
  public interface Turn {
    void take() throws Exception;
  }

  private final Logger log = LoggerFactory.getLogger(LastingThread.class);
  private final String name;
  private final Turn turn;
  private final AtomicLong turns = new AtomicLong();
  private @Nullable ServiceRegistration<AtomicLong> pulse;
  private volatile @Nullable Thread thread;
  private volatile boolean closed;
  private boolean hasTold;
  private long toldAt;

  /** Not begun yet. */
  public LastingThread(String name, Turn turn) {
    this.name = name;
    this.turn = turn;
  }

  /** Begins. */
  public void start() {
    Thread fresh = new Thread(null, this::run, name, 0, false);
    fresh.setDaemon(true);
    fresh.setContextClassLoader(null);
    thread = fresh;
    fresh.start();
  }

  /** Begins, and shows from now on that it goes on. */
  public void start(BundleContext context, String what) {
    pulse =
        context.registerService(
            AtomicLong.class, turns, FrameworkUtil.asDictionary(Map.of(PULSE, what)));
    start();
  }

  /** Says within a long turn that it goes on. */
  public void beat() {
    turns.incrementAndGet();
  }

  /** Whether there are turns to come. */
  public boolean isOpen() {
    return !closed;
  }

  private void run() {
    try {
      while (!closed) {
        takeTurn();
        beat();
        // Whoever has interrupted it did so for nothing.
        boolean unused = Thread.interrupted();
      }
    } finally {
      if (!closed) {
        start(); // Stopped between two turns.
      }
    }
  }

  private void takeTurn() {
    try {
      turn.take();
    } catch (InterruptedException e) {
      // It is closed, or a plugin interrupts whom it finds.
    } catch (Throwable thrown) {
      tell(thrown);
    }
  }

  private void tell(Throwable thrown) {
    try {
      if (!closed) {
        LockSupport.parkNanos(PAUSE_NANOS);
        long now = System.nanoTime();
        if (!hasTold || now - toldAt > SELDOM_NANOS) {
          log.error("{} failed, and goes on: {}", name, thrown.toString());
          log.debug("where it failed", thrown);
          hasTold = true;
          toldAt = now;
        }
      }
    } catch (Throwable again) {
      // There is not even memory to tell it.
    }
  }

  /** Ends it, in the middle of a turn perhaps. */
  @Override
  public void close() {
    closed = true;
    if (pulse != null) {
      pulse.unregister();
      pulse = null;
    }
    Thread running = thread;
    if (running != null) {
      running.interrupt();
    }
  }
}
