package org.metricbay.core.collect.internal;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.metricbay.api.MetricFamily;
import org.osgi.framework.BundleContext;

/**
 * What one collector may take at a time. Past a limit its result is refused.
 *
 * @param time how long a collection may take
 * @param series how many series it may give, each bucket and quantile being one
 * @param bytes how many bytes of UTF-8 their names, labels and help may have together
 */
record Limits(Duration time, int series, int bytes) {
  private static final int MOST_BYTES = 3;

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

  /** Why these families, of which there are so many, are too much; empty if they are not. */
  Optional<String> exceededBy(Amount given, List<MetricFamily> families) {
    if (given.series() > series) {
      return Optional.of(tooMuch(given.series() + " series", series, "collect.max-series"));
    }
    // No character makes more than three bytes, so most need not be looked at.
    if (given.length() > bytes / MOST_BYTES) {
      long found = Utf8Length.of(families);
      if (found > bytes) {
        return Optional.of(
            tooMuch(found + " bytes of names and labels", bytes, "collect.max-bytes"));
      }
    }
    return Optional.empty();
  }

  /** Of a list of families, each of which has a series at least, or is of no use. */
  String tooManyFamilies(int families) {
    return tooMuch(families + " families", series, "metricbay.collect.max-series");
  }

  private static String tooMuch(String found, int limit, String key) {
    return "gave "
        + found
        + ", more than the limit of "
        + limit
        + "; if that is meant, raise "
        + key
        + " in conf/metricbay.cfg";
  }
}
