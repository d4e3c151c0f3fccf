package org.metricbay.core.log;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Tells the lines that were passed on from one log to another, and come back because the other one
 * feeds the first: they would go round for ever. For use by any thread.
 */
final class ComingBack {
  private static final long RECENT = Duration.ofSeconds(1).toNanos();
  private static final int MOST = 64;
  private static final int TELLING = 20;

  /** Passed on just now, and when. */
  private final Map<String, Long> lines = new HashMap<>();

  /** Those that pass one on at the moment: what comes on them meanwhile comes of that. */
  private final Set<Thread> passing = new HashSet<>();

  /** Passes a line on, unless it comes back; also if something was put around it meanwhile. */
  void pass(String line, Runnable on) {
    Thread here = Thread.currentThread();
    if (!begin(here, line)) {
      return;
    }
    try {
      on.run();
    } finally {
      end(here);
    }
  }

  private synchronized boolean begin(Thread here, String line) {
    long now = System.nanoTime();
    lines.values().removeIf(since -> now - since > RECENT);
    if (passing.contains(here) || lines.keySet().stream().anyMatch(before -> isOf(before, line))) {
      return false;
    }
    if (lines.size() >= MOST) {
      // A flood: it is passed on, and can go round once more.
      lines.clear();
    }
    lines.put(line, now);
    passing.add(here);
    return true;
  }

  /** Whether it is that line, or has it in it if that can hardly be by chance. */
  private static boolean isOf(String before, String line) {
    return line.equals(before) || (before.length() >= TELLING && line.contains(before));
  }

  private synchronized void end(Thread here) {
    passing.remove(here);
  }
}
