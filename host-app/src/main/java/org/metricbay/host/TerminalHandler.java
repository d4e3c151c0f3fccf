package org.metricbay.host;

import java.io.PrintStream;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.LogRecord;

/**
 * Shows each line of the log at once, from a thread of its own: a pipe that nobody reads stops
 * whoever writes to it, which must not be the agent. What then finds no room is left out here, as
 * the log's file has it too.
 */
final class TerminalHandler extends Handler {
  private static final int ROOM = 1000;
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final PrintStream out;
  private final Queue<String> waiting = new ArrayDeque<>();
  private int lost;
  private boolean writing;

  TerminalHandler(PrintStream out, Formatter formatter) {
    this.out = out;
    setFormatter(formatter);
    Thread thread = new Thread(null, this::writeForEver, "metricbay-log", 0, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(null);
    thread.start();
  }

  /** In one step, so that lines come in the order of their times. */
  @Override
  public synchronized void publish(LogRecord line) {
    if (isLoggable(line)) {
      add(getFormatter().format(line));
    }
  }

  private void add(String line) {
    if (waiting.size() >= ROOM) {
      lost++;
      return;
    }
    if (lost > 0) {
      waiting.add(lost + " lines left out here, as nobody read them\n");
      lost = 0;
    }
    waiting.add(line);
    notifyAll();
  }

  private void writeForEver() {
    while (true) {
      try {
        out.print(next());
        out.flush();
      } catch (InterruptedException | RuntimeException | Error e) {
        // A plugin interrupts whom it finds, or took all memory; this line is lost.
        Thread.interrupted();
      }
    }
  }

  /** Waits for the next line; the one before is written then. */
  private synchronized String next() throws InterruptedException {
    writing = false;
    notifyAll();
    String line = waiting.poll();
    while (line == null) {
      wait();
      line = waiting.poll();
    }
    writing = true;
    return line;
  }

  /** Waits until all is written, but not for long. */
  @Override
  public synchronized void flush() {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    try {
      while (writing || !waiting.isEmpty()) {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (left <= 0) {
          return;
        }
        wait(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    flush();
  }
}
