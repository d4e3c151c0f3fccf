package org.metricbay.core.collect.internal;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.metricbay.api.HistogramSample;
import org.metricbay.api.Labels;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.NumberSample;
import org.metricbay.api.Sample;
import org.metricbay.api.SummarySample;
import org.osgi.framework.BundleContext;

/**
 * What one collector may take at a time. Past a limit its result is refused.
 *
 * @param time how long a collection may take
 * @param series how many series it may give, each bucket and quantile being one
 * @param bytes how many characters their names, labels and help may have together
 */
record Limits(Duration time, int series, int bytes) {
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

  /** Why these families are too much; empty if they are not. */
  Optional<String> exceededBy(List<MetricFamily> families) {
    long count = 0;
    long length = 0;
    for (MetricFamily family : families) {
      List<Sample> samples = family.samples();
      length += family.help().length() + (samples.size() + 1L) * family.name().length();
      for (int i = 0; i < samples.size(); i++) {
        // Nearly all are numbers; asked for by their class, they answer sooner.
        if (samples.get(i) instanceof NumberSample number) {
          count++;
          length += length(number.labels());
        } else {
          count += lines(samples.get(i));
          length += length(samples.get(i).labels());
        }
      }
    }
    if (count > series) {
      return Optional.of(tooMuch(count + " series", series, "metricbay.collect.max-series"));
    }
    if (length > bytes) {
      return Optional.of(
          tooMuch(length + " bytes of names and labels", bytes, "metricbay.collect.max-bytes"));
    }
    return Optional.empty();
  }

  private static String tooMuch(String found, int limit, String key) {
    return "gave "
        + found
        + ", more than the limit of "
        + limit
        + "; if that is meant, raise "
        + key;
  }

  /** How many series of a page the sample makes. */
  private static int lines(Sample sample) {
    if (sample instanceof HistogramSample histogram) {
      return histogram.buckets().size() + 2;
    }
    return sample instanceof SummarySample summary ? summary.quantiles().size() + 2 : 1;
  }

  private static long length(Labels labels) {
    long length = 0;
    for (int i = 0; i < labels.size(); i++) {
      length += labels.name(i).length() + labels.value(i).length();
    }
    return length;
  }
}
