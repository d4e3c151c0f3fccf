package org.metricbay.http.server;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.jetty.io.Connection;
import org.metricbay.core.scarce.HeldDescriptors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A few reserved descriptors, so that a connection can be accepted when a plugin has opened all
 * others. One is lent for a connection; when connections close, lent ones are reserved again before
 * anybody else can take them.
 */
final class SpareDescriptors implements Connection.Listener, AutoCloseable {
  /** Each is a pipe, which is two descriptors: a connection and a file that its answer reads. */
  private static final int PIPES = 4;

  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final Logger log = LoggerFactory.getLogger(SpareDescriptors.class);
  private final HeldDescriptors held = new HeldDescriptors(PIPES);
  private boolean told;

  /** Frees some, if there are any left. */
  synchronized boolean lend() {
    if (!held.release()) {
      return false;
    }
    if (!told) {
      told = true;
      log.error(
          "the process has no file descriptors left; connections are taken with spare ones. Find"
              + " what opens so many files, or raise the limit of open files");
    }
    return true;
  }

  /** Keeps a server that cannot accept from trying all the time. */
  void pause(IOException why) {
    log.debug("cannot accept a connection", why);
    LockSupport.parkNanos(PAUSE_NANOS);
  }

  @Override
  public synchronized void onClosed(Connection connection) {
    if (held.refill()) {
      told = false;
    }
  }

  @Override
  public void close() {
    held.close();
  }
}
