package org.metricbay.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.metricbay.api.CounterSample;
import org.metricbay.api.HistogramSample;
import org.metricbay.api.Labels;
import org.metricbay.api.MetricDescriptor;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricType;
import org.metricbay.api.NumberSample;
import org.metricbay.api.Sample;
import org.metricbay.api.SummarySample;

/**
 * Removes a family's type where a format does not allow it: plain numbers remain, each under the
 * name that it has on the page anyway.
 */
final class Untyped {
  private Untyped() {}

  /**
   * Whether OpenMetrics does not allow a value of the family for its type. It wants no sum that
   * falls: none that is negative or NaN, and none at all beside buckets for negative observations,
   * but for a gauge histogram. A count without a sum it does not want either.
   */
  static boolean isForbidden(MetricFamily family) {
    return switch (family.type()) {
      case HISTOGRAM, GAUGE_HISTOGRAM, SUMMARY -> {
        List<Sample> samples = family.samples();
        for (int i = 0; i < samples.size(); i++) {
          if (isForbidden(family.type(), samples.get(i))) {
            yield true;
          }
        }
        yield false;
      }
      default -> false;
    };
  }

  private static boolean isForbidden(MetricType type, Sample sample) {
    if (sample instanceof HistogramSample histogram) {
      double sum = histogram.sum();
      boolean belowZero = histogram.buckets().get(0).upperBound() < 0;
      return type == MetricType.HISTOGRAM
          ? belowZero || !(sum >= 0)
          : !(sum >= 0 || (sum < 0 && belowZero));
    }
    SummarySample summary = (SummarySample) sample;
    for (SummarySample.Quantile quantile : summary.quantiles()) {
      if (quantile.value() < 0) {
        return true;
      }
    }
    return !(summary.sum() >= 0);
  }

  /** The families of numbers. */
  static List<MetricFamily> of(MetricFamily family) {
    Map<String, List<Sample>> byName = new LinkedHashMap<>();
    String name = family.name();
    boolean gauge = family.type() == MetricType.GAUGE_HISTOGRAM;
    for (Sample sample : family.samples()) {
      if (sample instanceof HistogramSample histogram) {
        buckets(name, histogram, byName);
        Labels labels = sample.labels();
        add(byName, name + (gauge ? "_gcount" : "_count"), labels, (double) histogram.count());
        add(byName, name + (gauge ? "_gsum" : "_sum"), labels, histogram.sum());
      } else if (sample instanceof SummarySample summary) {
        split(name, summary, byName);
      } else if (sample instanceof CounterSample counter) {
        add(byName, name, counter.labels(), counter.value());
      } else {
        byName.computeIfAbsent(name, unused -> new ArrayList<>()).add(sample);
      }
    }
    List<MetricFamily> parts = new ArrayList<>();
    byName.forEach(
        (part, samples) ->
            parts.add(MetricDescriptor.utf8(type(family.type()), part, family.help()).of(samples)));
    return parts;
  }

  private static MetricType type(MetricType lost) {
    return switch (lost) {
      case INFO, GAUGE_HISTOGRAM -> MetricType.GAUGE;
      case COUNTER, HISTOGRAM, SUMMARY -> MetricType.UNKNOWN;
      case GAUGE, UNKNOWN, STATE_SET -> lost;
    };
  }

  private static void buckets(
      String name, HistogramSample histogram, Map<String, List<Sample>> byName) {
    for (HistogramSample.Bucket bucket : histogram.buckets()) {
      Labels labels = with(histogram.labels(), "le", bucket.upperBound());
      add(byName, name + "_bucket", labels, (double) bucket.cumulativeCount());
    }
  }

  private static void split(String name, SummarySample summary, Map<String, List<Sample>> byName) {
    for (SummarySample.Quantile quantile : summary.quantiles()) {
      add(byName, name, with(summary.labels(), "quantile", quantile.rank()), quantile.value());
    }
    add(byName, name + "_count", summary.labels(), (double) summary.count());
    add(byName, name + "_sum", summary.labels(), summary.sum());
  }

  private static void add(
      Map<String, List<Sample>> byName, String name, Labels labels, double value) {
    byName.computeIfAbsent(name, unused -> new ArrayList<>()).add(new NumberSample(labels, value));
  }

  /** The labels and one more, which is a number. */
  private static Labels with(Labels labels, String name, double value) {
    String[] pairs = new String[2 * labels.size() + 2];
    for (int i = 0; i < labels.size(); i++) {
      pairs[2 * i] = labels.name(i);
      pairs[2 * i + 1] = labels.value(i);
    }
    pairs[pairs.length - 2] = name;
    pairs[pairs.length - 1] = GoNumber.of(value, true);
    return Labels.ofUtf8(pairs);
  }
}
