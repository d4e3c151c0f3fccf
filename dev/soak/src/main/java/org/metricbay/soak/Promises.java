package org.metricbay.soak;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What the agent promises, and each time that it did not keep it. For use by any thread. */
final class Promises {

  /** Promises, as the report words them when they are broken. */
  enum Promise {
    SCRAPES("failed scrapes"),
    SERIES("missing series of healthy plugins"),
    COUNTERS("counters that went back"),
    COLLECTORS("failed collections of healthy plugins"),
    UNDISTURBED("gaps in a plugin whose file was replaced, broken or half-written"),
    DEPLOYED("good files that did not run in time"),
    ANSWERS("reloads and restarts without a proper answer"),
    END("differences between the folder and what runs at the end"),
    RECOVERY("times that it did not recover from a plugin, a command or a signal"),
    HANDS("commands in the shell after which not that ran what the folder says"),
    SIGNED("bytes that ran and nobody had signed"),
    ZOMBIE("agents that neither answered nor ended with a reason"),
    LEFT_OUT("plugins that brought an agent down and came back with the next"),
    STRAYS("bundles that nobody wanted any more"),
    CLEAN("raw control characters in the log"),
    LOG("unexpected errors in the log");

    final String broken;

    Promise(String broken) {
      this.broken = broken;
    }
  }

  private static final int EXAMPLES = 5;

  private final Map<Promise, Integer> counts = new EnumMap<>(Promise.class);
  private final List<String> examples = new ArrayList<>();

  private String doing = "";
  private final Excuses excuses = new Excuses();

  /** Series that each scrape must have, and the promise that says so. */
  private final Map<String, Promise> required = new ConcurrentHashMap<>();

  /** What is being done from now on. */
  synchronized void doing(String act) {
    doing = " (in or after " + act + ")";
  }

  synchronized void broken(Promise promise, String example) {
    if (counts.merge(promise, 1, Integer::sum) <= EXAMPLES) {
      examples.add(promise.broken + ": " + example + doing);
    }
  }

  synchronized int count(Promise promise) {
    return counts.getOrDefault(promise, 0);
  }

  /** How often any was broken. */
  synchronized int count() {
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }

  synchronized List<String> examples() {
    return List.copyOf(examples);
  }

  Excuses excuses() {
    return excuses;
  }

  /** From now on each scrape that begins must have the series. */
  void require(String series, Promise because) {
    required.put(series, because);
  }

  /** From now on no scrape needs to have it, not even one that has begun. */
  void release(String series) {
    required.remove(series);
  }

  /** What a scrape that begins now must have. */
  Set<String> required() {
    return Set.copyOf(required.keySet());
  }

  /** Judges a scrape. */
  void check(Set<String> requiredAtBegin, Page page) {
    for (String series : requiredAtBegin) {
      Promise because = required.get(series);
      if (because != null && !page.has(series)) {
        broken(because, series + " is missing");
      }
    }
  }
}
