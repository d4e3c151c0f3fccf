package org.metricbay.api;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * One observation that stands for others, mostly with the trace that it was made in: {@code new
 * Exemplar(Labels.of("trace_id", "0af7651916cd43dd"), 0.067, Optional.of(Instant.now()))}.
 *
 * @param labels what leads to it; names and values together have at most 128 characters
 * @param value what was observed
 * @param time when
 * @since 1.1
 */
@ProviderType
public record Exemplar(Labels labels, double value, Optional<Instant> time) {
  private static final int LONGEST = 128;

  /** Checks the labels' length. */
  public Exemplar {
    Objects.requireNonNull(labels, "labels");
    Objects.requireNonNull(time, "time");
    int length = 0;
    for (int i = 0; i < labels.size(); i++) {
      length += characters(labels.name(i)) + characters(labels.value(i));
    }
    if (length > LONGEST) {
      throw new IllegalArgumentException(
          "exemplar labels "
              + labels
              + " have "
              + length
              + " characters, more than the "
              + LONGEST
              + " that OpenMetrics allows: leave some out");
    }
  }

  private static int characters(String text) {
    return text.codePointCount(0, text.length());
  }
}
