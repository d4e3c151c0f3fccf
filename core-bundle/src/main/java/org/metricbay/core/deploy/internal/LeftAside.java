package org.metricbay.core.deploy.internal;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells once of each file in the folder that is left aside, and why. Not at the first look: what
 * programs write under another name before they rename it, and editors beside it, is gone soon. For
 * use by one thread.
 */
final class LeftAside {
  private static final Logger LOG = LoggerFactory.getLogger("metricbay.deploy");

  private final Duration patience;
  private final Map<String, Seen> seen = new HashMap<>();

  /**
   * What is known of one.
   *
   * @param since when it was first left aside
   * @param told whether that was said
   */
  private record Seen(long since, boolean told) {}

  /**
   * Has told of none.
   *
   * @param patience how long one has to be there before it is told of
   */
  LeftAside(Duration patience) {
    this.patience = patience;
  }

  /** It is there, and left aside. */
  void see(String file, String why) {
    Seen before = seen.putIfAbsent(file, new Seen(System.nanoTime(), false));
    if (before != null
        && !before.told()
        && System.nanoTime() - before.since() >= patience.toNanos()) {
      seen.put(file, new Seen(before.since(), true));
      LOG.info("{}: left aside: it {}", file, why);
    }
  }

  /** It is not left aside. */
  void forget(String file) {
    seen.remove(file);
  }

  /** Forgets the files that are gone. */
  void retain(Set<String> files) {
    seen.keySet().retainAll(files);
  }
}
