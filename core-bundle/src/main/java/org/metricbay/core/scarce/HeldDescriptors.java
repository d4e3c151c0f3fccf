package org.metricbay.core.scarce;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.Pipe;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A few file descriptors that are held back for when a plugin has opened all that there were. May
 * be used by any thread.
 */
public final class HeldDescriptors implements AutoCloseable {
  private final Logger log = LoggerFactory.getLogger(HeldDescriptors.class);
  private final Deque<Pipe> held = new ArrayDeque<>();
  private final int pipes;
  private boolean closed;

  /**
   * Holds them back from now on.
   *
   * @param pairs how many pairs of them
   */
  public HeldDescriptors(int pairs) {
    pipes = pairs;
    boolean unused = refill();
  }

  /** Frees a pair for others; false if none is left. */
  public synchronized boolean release() {
    Pipe pipe = held.poll();
    if (pipe != null) {
      close(pipe.source());
      close(pipe.sink());
    }
    return pipe != null;
  }

  /** Takes back what was freed, as far as there are any; returns whether all are held again. */
  public synchronized boolean refill() {
    try {
      while (held.size() < pipes && !closed) {
        held.add(Pipe.open());
      }
      return true;
    } catch (IOException e) {
      log.debug("there are still too few", e);
      return false;
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    boolean more = true;
    while (more) {
      more = release();
    }
  }

  private void close(Closeable end) {
    try {
      end.close();
    } catch (IOException e) {
      log.debug("it is closed already", e);
    }
  }
}
