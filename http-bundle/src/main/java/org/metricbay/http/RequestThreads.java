package org.metricbay.http;

import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that read requests and answer them, one for each that is under way, as a client may
 * dawdle over either. If there are too many, the server's own thread answers the next one, and
 * takes no more until it has.
 */
final class RequestThreads extends ThreadPoolExecutor {
  private static final int MOST = 256;
  private static final long IDLE_SECONDS = 60;

  RequestThreads() {
    super(
        0,
        MOST,
        IDLE_SECONDS,
        TimeUnit.SECONDS,
        new SynchronousQueue<>(),
        new Names(),
        new CallerRunsPolicy());
  }

  private static final class Names implements ThreadFactory {
    private final AtomicInteger made = new AtomicInteger();

    @Override
    public Thread newThread(Runnable task) {
      Thread thread = new Thread(task, "metricbay-http-" + made.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    }
  }
}
