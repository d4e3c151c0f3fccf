package org.metricbay.api;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A sample of a histogram or gauge histogram.
 *
 * @param labels the labels, without {@code le}
 * @param buckets the buckets by rising upper bound; the last has the bound +Inf, and its count is
 *     that of all observations
 * @param sum the sum of all observed values
 * @param created when it began to count from 0; since 1.1
 */
@ProviderType
public record HistogramSample(
    Labels labels, List<Bucket> buckets, double sum, Optional<Instant> created) implements Sample {

  /**
   * How many observations were at most as large as a bound.
   *
   * @param upperBound the bound, inclusive
   * @param cumulativeCount observations up to it, those of lower buckets included
   * @param exemplar one of those that are in no lower bucket; since 1.1
   */
  @ProviderType
  public record Bucket(double upperBound, long cumulativeCount, Optional<Exemplar> exemplar) {
    /** Checks that nothing is null. */
    public Bucket {
      Objects.requireNonNull(exemplar, "exemplar");
    }

    /** One without an exemplar. */
    public Bucket(double upperBound, long cumulativeCount) {
      this(upperBound, cumulativeCount, Optional.empty());
    }
  }

  /** One of which is not known since when it has counted. */
  public HistogramSample(Labels labels, List<Bucket> buckets, double sum) {
    this(labels, buckets, sum, Optional.empty());
  }

  /** Checks bounds and counts. */
  public HistogramSample {
    Objects.requireNonNull(labels, "labels");
    Objects.requireNonNull(created, "created");
    buckets = List.copyOf(buckets);
    if (labels.has("le")) {
      throw new IllegalArgumentException(
          "histogram labels " + labels + " contain le, which is made from the buckets: remove it");
    }
    if (buckets.isEmpty()
        || buckets.get(buckets.size() - 1).upperBound() != Double.POSITIVE_INFINITY) {
      throw new IllegalArgumentException(
          "a histogram's last bucket must be +Inf: add one with the count of all observations");
    }
    for (int i = 0; i < buckets.size(); i++) {
      Bucket bucket = buckets.get(i);
      if (bucket.cumulativeCount() < 0
          || Double.isNaN(bucket.upperBound())
          || (i > 0 && !follows(buckets.get(i - 1), bucket))) {
        throw new IllegalArgumentException(
            "histogram bucket up to "
                + bucket.upperBound()
                + " with the count "
                + bucket.cumulativeCount()
                + " is out of order: bounds must rise, and counts, being cumulative, must not fall");
      }
    }
  }

  private static boolean follows(Bucket previous, Bucket bucket) {
    return bucket.upperBound() > previous.upperBound()
        && bucket.cumulativeCount() >= previous.cumulativeCount();
  }

  /** The number of all observations. */
  public long count() {
    return buckets.get(buckets.size() - 1).cumulativeCount();
  }
}
