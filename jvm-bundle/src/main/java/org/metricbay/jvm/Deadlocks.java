package org.metricbay.jvm;

import java.lang.management.ThreadMXBean;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How many threads are in deadlocks. A search stops all threads, and a deadlock stays for good, so
 * one search serves all scrapes of half a minute.
 */
final class Deadlocks {
  private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(30);

  /**
   * What a search has found.
   *
   * @param threads the threads that wait for monitors or ownable synchronizers of one another
   * @param ofMonitors those that wait for monitors only
   */
  record Found(int threads, int ofMonitors, long at) {}

  private final ThreadMXBean threads;
  private @Nullable Found latest;

  Deadlocks(ThreadMXBean threads) {
    this.threads = threads;
  }

  synchronized Found latest() {
    long now = System.nanoTime();
    Found known = latest;
    if (known != null && now - known.at() < FRESH_NANOS) {
      return known;
    }
    Found found =
        new Found(
            length(threads.findDeadlockedThreads()),
            length(threads.findMonitorDeadlockedThreads()),
            now);
    latest = found;
    return found;
  }

  private static int length(long @Nullable [] ids) {
    return ids == null ? 0 : ids.length;
  }
}
