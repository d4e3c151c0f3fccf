package org.metricbay.api;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A sample of a counter with a creation time or an exemplar. Without these a {@link NumberSample}
 * is enough.
 *
 * @param labels the labels
 * @param value the value
 * @param created when it began to count from 0
 * @param exemplar one of what it has counted
 * @since 1.1
 */
@ProviderType
public record CounterSample(
    Labels labels, double value, Optional<Instant> created, Optional<Exemplar> exemplar)
    implements Sample {

  /** Checks that nothing is null. */
  public CounterSample {
    Objects.requireNonNull(labels, "labels");
    Objects.requireNonNull(created, "created");
    Objects.requireNonNull(exemplar, "exemplar");
  }

  /** One of which is known since when it has counted. */
  public CounterSample(Labels labels, double value, Instant created) {
    this(labels, value, Optional.of(created), Optional.empty());
  }
}
