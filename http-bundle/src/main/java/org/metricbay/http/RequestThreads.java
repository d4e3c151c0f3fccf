package org.metricbay.http;

import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;

/**
 * Threads of the engine's that read requests and answer them, one for each that is under way, as a
 * client may dawdle over either. If there are too many, or no thread is to be had, the server's own
 * thread answers the next one, and takes no more until it has.
 */
final class RequestThreads implements Executor {
  private static final int MOST = 256;

  private final Executor threads;
  private final Semaphore free = new Semaphore(MOST);

  RequestThreads(Executor threads) {
    this.threads = threads;
  }

  @Override
  public void execute(Runnable request) {
    if (!free.tryAcquire()) {
      request.run();
      return;
    }
    Counted counted = new Counted(request);
    try {
      threads.execute(counted);
    } catch (OutOfMemoryError e) {
      counted.run();
    }
  }

  private final class Counted implements Runnable {
    private final Runnable request;

    Counted(Runnable request) {
      this.request = request;
    }

    @Override
    public void run() {
      try {
        request.run();
      } finally {
        free.release();
      }
    }
  }
}
