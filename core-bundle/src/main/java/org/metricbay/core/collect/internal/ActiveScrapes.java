package org.metricbay.core.collect.internal;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * The scrapes in progress, so that a replaced plugin is stopped only when nobody calls it any more.
 */
final class ActiveScrapes {
  private final Set<Object> active = new HashSet<>();

  /** Called before the live set is read. */
  synchronized Object begin() {
    Object scrape = new Object();
    active.add(scrape);
    return scrape;
  }

  synchronized void end(Object scrape) {
    active.remove(scrape);
    notifyAll();
  }

  /** Waits until all scrapes that are active now have ended; later ones do not matter. */
  synchronized void await(Duration limit) throws InterruptedException {
    Set<Object> earlier = new HashSet<>(active);
    long deadline = System.nanoTime() + limit.toNanos();
    long left = limit.toMillis();
    while (earlier.stream().anyMatch(active::contains) && left > 0) {
      wait(left);
      left = (deadline - System.nanoTime()) / 1_000_000;
    }
  }
}
