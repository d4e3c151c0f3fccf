package org.metricbay.core.deploy.internal;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts threads for what may run a plugin's code, and finds others for it while none can be
 * started. Each ends with its work, so that neither a hanging activator nor a left-over ThreadLocal
 * reaches us.
 */
final class ScarceThreads {
  private static final Logger LOG = LoggerFactory.getLogger("metricbay.deploy");

  private final Executor spare;
  private final AtomicBoolean lacking = new AtomicBoolean();

  /** Takes those of the other where there are no more. */
  ScarceThreads(Executor spare) {
    this.spare = spare;
  }

  static Thread thread(String name, Runnable work) {
    Thread thread = new Thread(null, work, "metricbay-" + name, 0, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(null);
    return thread;
  }

  /**
   * Has the work done, and says once when that takes another's thread.
   *
   * @throws OutOfMemoryError if there is none either
   */
  void begin(Thread thread) {
    try {
      thread.start();
    } catch (OutOfMemoryError e) {
      if (lacking.compareAndSet(false, true)) {
        LOG.error(
            "no thread can be started: what is deployed waits for one that the collection of"
                + " metrics can spare; raise the limit of processes (ulimit -u, pids.max) or see"
                + " which plugin leaves threads behind");
      }
      spare.execute(thread);
      return;
    }
    if (lacking.compareAndSet(true, false)) {
      LOG.info("threads can be started again");
    }
  }
}
