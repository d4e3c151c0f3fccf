package org.metricbay.core.deploy.internal;

import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What the deployer writes to the log as long as this is open. */
final class LogLines implements AutoCloseable {
  private final Logger logger = Logger.getLogger("metricbay.deploy");
  private final Queue<String> lines = new ConcurrentLinkedQueue<>();
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord line) {
          lines.add(line.getLevel() + " " + line.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  LogLines() {
    logger.addHandler(handler);
  }

  /** Those that have all of these in them. */
  List<String> with(String... words) {
    return lines.stream().filter(line -> Arrays.stream(words).allMatch(line::contains)).toList();
  }

  @Override
  public void close() {
    logger.removeHandler(handler);
  }
}
