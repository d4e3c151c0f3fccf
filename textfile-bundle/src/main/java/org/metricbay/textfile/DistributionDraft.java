package org.metricbay.textfile;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.metricbay.api.HistogramSample;
import org.metricbay.api.Labels;
import org.metricbay.api.Sample;
import org.metricbay.api.SummarySample;

/** One series of a histogram or summary while its lines are read. */
final class DistributionDraft {
  private final String series;
  private final boolean histogram;

  /** Where it began, for what can only be told at the end. */
  private final LineReader first;

  /** Buckets' counts by bound, or quantiles' values by rank. */
  private final SortedMap<Double, Double> points = new TreeMap<>();

  private @Nullable Long count;
  private @Nullable Double sum;

  DistributionDraft(String series, boolean histogram, LineReader first) {
    this.series = series;
    this.histogram = histogram;
    this.first = first;
  }

  void count(double value, LineReader in) throws TextFormatException {
    if (count != null) {
      throw in.wrong("the count of " + series + " is there a second time");
    }
    count = TextNumbers.count(value, in);
  }

  void sum(double value, LineReader in) throws TextFormatException {
    if (sum != null) {
      throw in.wrong("the sum of " + series + " is there a second time");
    }
    sum = value;
  }

  void point(double position, double value, LineReader in) throws TextFormatException {
    if (Double.isNaN(position)) {
      throw in.wrong("NaN is no " + (histogram ? "le" : "quantile"));
    }
    if (histogram) {
      TextNumbers.count(value, in);
    } else if (!(position >= 0 && position <= 1)) {
      throw in.wrong("a quantile must be from 0 to 1, not " + position);
    }
    // 0.0, not -0.0: the tree tells them apart.
    if (points.putIfAbsent(position + 0.0, value) != null) {
      throw in.wrong(
          (histogram ? "bucket " : "quantile ")
              + position
              + " of "
              + series
              + " is there a second time");
    }
  }

  Sample build(Labels labels) throws TextFormatException {
    double total = sum == null ? 0 : sum;
    return histogram ? histogram(labels, total) : summary(labels, total);
  }

  private Sample summary(Labels labels, double total) {
    List<SummarySample.Quantile> quantiles = new ArrayList<>();
    points.forEach((rank, value) -> quantiles.add(new SummarySample.Quantile(rank, value)));
    return new SummarySample(labels, quantiles, count == null ? 0 : count, total);
  }

  private Sample histogram(Labels labels, double total) throws TextFormatException {
    @Nullable Double all = points.get(Double.POSITIVE_INFINITY);
    if (all == null && count == null) {
      throw first.wrong("histogram " + series + " has neither a bucket +Inf nor a count");
    }
    if (all == null && count != null) {
      points.put(Double.POSITIVE_INFINITY, (double) count);
    } else if (all != null && count != null && all.longValue() != count) {
      throw first.wrong(
          "histogram " + series + " counts " + count + " but has " + all.longValue() + " in +Inf");
    }
    List<HistogramSample.Bucket> buckets = new ArrayList<>();
    double below = 0;
    for (Map.Entry<Double, Double> point : points.entrySet()) {
      if (point.getValue() < below) {
        throw first.wrong(
            "histogram "
                + series
                + " has less up to "
                + point.getKey()
                + " than up to the bound before: its buckets must be cumulative");
      }
      below = point.getValue();
      buckets.add(new HistogramSample.Bucket(point.getKey(), (long) below));
    }
    return new HistogramSample(labels, buckets, total);
  }
}
