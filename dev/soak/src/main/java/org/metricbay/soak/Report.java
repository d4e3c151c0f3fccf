package org.metricbay.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a run showed.
 *
 * @param seed what the order was made from
 * @param java the version of Java that the agent ran on
 * @param cycles how many things were done
 * @param seconds how long that took
 * @param actions what was done, and how often
 * @param scrapes how many scrapes there were, and how long they took
 * @param deployments what the agent says it did meanwhile
 * @param broken how often each promise was broken
 * @param examples some of those times
 * @param loaders class loaders of gone plugins that are still in memory at the end
 * @param begin what the agent took after the warm-up
 * @param end what it took at the end
 * @param growthIsJudged whether it had been warmed up for that
 */
record Report(
    long seed,
    String java,
    int cycles,
    double seconds,
    Map<String, Integer> actions,
    Times scrapes,
    Map<String, Long> deployments,
    Map<String, Integer> broken,
    List<String> examples,
    long loaders,
    Vitals begin,
    Vitals end,
    boolean growthIsJudged) {

  /** Something that must not grow. */
  private record Growth(String name, long begin, long end, long limit, long unit) {
    boolean isTooMuch() {
      return end > limit;
    }

    String line() {
      return String.format(
          Locale.ROOT,
          "%-34s %10d %10d   at most %d%s",
          name,
          begin / unit,
          end / unit,
          limit / unit,
          isTooMuch() ? "  GREW" : "");
    }
  }

  private List<Growth> growths() {
    return List.of(
        new Growth("threads", begin.threads(), end.threads(), begin.threads() + 5, 1),
        new Growth("open files", begin.files(), end.files(), begin.files() + 5, 1),
        new Growth(
            "loaded classes", begin.classes(), end.classes(), percent(begin.classes(), 3), 1),
        new Growth(
            "metaspace, kB",
            begin.metaspaceBytes(),
            end.metaspaceBytes(),
            percent(begin.metaspaceBytes(), 8),
            1024),
        new Growth(
            "heap after a collection, kB",
            begin.heapBytes(),
            end.heapBytes(),
            begin.heapBytes() + 3 * 1024 * 1024,
            1024),
        // The heap is taken whole at the start, so this is what grows outside of it.
        new Growth(
            "memory in RAM (RSS), kB",
            begin.rssBytes(),
            end.rssBytes(),
            begin.rssBytes() + 12 * 1024 * 1024,
            1024),
        new Growth(
            "bundle cache on disk, kB",
            begin.cacheBytes(),
            end.cacheBytes(),
            begin.cacheBytes() + 300 * 1024,
            1024));
  }

  private static long percent(long value, int more) {
    return value + value * more / 100;
  }

  /** A line for each promise that was not kept. */
  List<String> brokenPromises() {
    List<String> lines = new ArrayList<>();
    broken.forEach(
        (promise, count) -> {
          if (count > 0) {
            lines.add(count + " " + promise);
          }
        });
    if (loaders > 0) {
      lines.add(loaders + " class loaders of gone plugins are still in memory");
    }
    growths().stream()
        .filter(growth -> growthIsJudged && growth.isTooMuch())
        .forEach(growth -> lines.add("grew too much: " + growth.line()));
    return lines;
  }

  String table() {
    StringBuilder table = new StringBuilder();
    line(table, "seed", seed);
    line(table, "Java", java);
    line(table, "cycles", cycles);
    line(table, "seconds", Math.round(seconds));
    line(table, "scrapes", scrapes.count());
    line(table, "a scrape took", scrapes);
    broken.forEach((promise, count) -> line(table, promise, count));
    line(table, "class loaders not collected", loaders);
    deployments.forEach((what, count) -> line(table, what, count));
    table.append(String.format("%n%-34s %10s %10s%n", "", "begin", "end"));
    growths().forEach(growth -> table.append(growth.line()).append('\n'));
    table.append('\n');
    actions.forEach((action, count) -> line(table, action, count));
    return table.toString();
  }

  private static void line(StringBuilder table, String name, Object value) {
    table.append(String.format(Locale.ROOT, "%-68s %s%n", name, value));
  }
}
