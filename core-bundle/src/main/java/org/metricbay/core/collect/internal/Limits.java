package org.metricbay.core.collect.internal;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.metricbay.api.MetricFamily;
import org.osgi.framework.BundleContext;

/**
 * What one collector may take at a time. What it gives beyond is cut off ({@link Cut}).
 *
 * @param time how long a collection may take
 * @param series how many series it may give, each bucket and quantile being one
 * @param bytes how many bytes of UTF-8 their names, labels and help may have together
 */
record Limits(Duration time, int series, int bytes) {
  private static final int MOST_BYTES = 3;

  /**
   * Of the heap for each series of a collector that comes with the agent. One takes some 300 bytes
   * until its page is written, and is not alone.
   */
  private static final int HEAP_FOR_SERIES = 1024;

  /** Of the heap how much may be such a collector's names and labels. */
  private static final int HEAP_FOR_BYTES = 8;

  /** So many times the limit are looked at, to find those that come first. */
  private static final int LOOKED_AT = 10;

  static final Limits DEFAULT = new Limits(Duration.ofSeconds(5), 10_000, 4 << 20);

  /** The limits that the framework's properties set. */
  static Limits of(BundleContext context) {
    return new Limits(
        Optional.ofNullable(context.getProperty("metricbay.collect.timeout"))
            .map(seconds -> Duration.ofMillis(Math.round(Double.parseDouble(seconds) * 1000)))
            .orElse(DEFAULT.time),
        number(context, "metricbay.collect.max-series", DEFAULT.series),
        number(context, "metricbay.collect.max-bytes", DEFAULT.bytes));
  }

  private static int number(BundleContext context, String key, int usual) {
    return Optional.ofNullable(context.getProperty(key)).map(Integer::valueOf).orElse(usual);
  }

  /**
   * Those of what comes with the agent, which grows with the host and does not run wild: only what
   * the agent can hold.
   *
   * @param heap the most bytes that the heap may have
   */
  Limits ofShipped(long heap) {
    return new Limits(
        time,
        Math.max(series, capped(heap / HEAP_FOR_SERIES)),
        Math.max(bytes, capped(heap / HEAP_FOR_BYTES)));
  }

  private static int capped(long number) {
    return (int) Math.min(number, Integer.MAX_VALUE);
  }

  /** Whether these families, of which there are so many, are too much. */
  boolean areExceededBy(Amount given, List<MetricFamily> families) {
    // No character makes more than three bytes, so most need not be looked at.
    return given.series() > series
        || (given.length() > bytes / MOST_BYTES && Utf8Length.of(families) > bytes);
  }

  /** Whether there are so many families that they are not even made, perhaps, to be looked at. */
  boolean areFarExceededBy(int families) {
    return families / LOOKED_AT > series;
  }

  /** Why more than this is refused, or cut off. */
  static String tooMuch(String found, int limit, String key) {
    return "gave "
        + found
        + ", more than the limit of "
        + limit
        + "; if that is meant, raise "
        + key
        + " in conf/metricbay.cfg";
  }
}
