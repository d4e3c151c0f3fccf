package org.metricbay.api;

import java.util.Objects;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A sample with one number: of a counter, gauge, info or unknown family. A counter of which more is
 * known may have a {@link CounterSample} instead.
 *
 * @param labels the labels
 * @param value the value, in the unit that the family's name says; may be NaN or infinite in a
 *     gauge
 */
@ProviderType
public record NumberSample(Labels labels, double value) implements Sample {
  /** Checks that there are labels. */
  public NumberSample {
    Objects.requireNonNull(labels, "labels");
  }
}
