package org.metricbay.api;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A sample of a summary family.
 *
 * @param labels the labels, without the reserved one that tells the rank
 * @param quantiles the quantiles by rising rank; may be empty
 * @param count the number of all observations
 * @param sum the sum of all observed values
 * @param created when it began to count from 0; since 1.1
 */
@ProviderType
public record SummarySample(
    Labels labels, List<Quantile> quantiles, long count, double sum, Optional<Instant> created)
    implements Sample {

  /**
   * A quantile of the observed values.
   *
   * @param rank its rank from 0 to 1, for example 0.99
   * @param value the observed value; NaN if there was none
   */
  @ProviderType
  public record Quantile(double rank, double value) {}

  /** One of which is not known since when it has counted. */
  public SummarySample(Labels labels, List<Quantile> quantiles, long count, double sum) {
    this(labels, quantiles, count, sum, Optional.empty());
  }

  /** Checks ranks and count. */
  public SummarySample {
    Objects.requireNonNull(labels, "labels");
    Objects.requireNonNull(created, "created");
    quantiles = List.copyOf(quantiles);
    if (labels.has("quantile")) {
      throw new IllegalArgumentException(
          "summary labels "
              + labels
              + " contain quantile, which is made from the quantiles: remove it");
    }
    if (count < 0) {
      throw new IllegalArgumentException("summary count " + count + " must not be negative");
    }
    double previous = Double.NEGATIVE_INFINITY;
    for (Quantile quantile : quantiles) {
      if (!(quantile.rank() >= 0 && quantile.rank() <= 1) || quantile.rank() <= previous) {
        throw new IllegalArgumentException(
            "summary quantile " + quantile + " is out of order: ranks must rise from 0 to 1");
      }
      previous = quantile.rank();
    }
  }
}
