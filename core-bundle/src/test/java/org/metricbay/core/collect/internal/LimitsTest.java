package org.metricbay.core.collect.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.metricbay.api.HistogramSample.Bucket;
import org.metricbay.api.MetricFamily;

final class LimitsTest {
  private static final Limits LIMITS = new Limits(Duration.ofSeconds(1), 3, 100);

  @Test
  void allowsAsMuchAsTheLimits() {
    assertThat(
            exceededBy(
                List.of(
                    MetricFamily.gauge("x", "Help.")
                        .sample(1, "a", "1")
                        .sample(1, "a", "2")
                        .build(),
                    MetricFamily.gauge("y", "Help.").sample(1).build())))
        .isEmpty();
  }

  @Test
  void namesTheSettingWhenThereAreTooManySeries() {
    var family = MetricFamily.gauge("x", "Help.");
    for (int i = 0; i < 4; i++) {
      family.sample(1, "a", "" + i);
    }
    assertThat(exceededBy(List.of(family.build())))
        .contains(
            "gave 4 series, more than the limit of 3; if that is meant, raise"
                + " metricbay.collect.max-series");
  }

  @Test
  void countsEachBucketAsASeries() {
    List<Bucket> buckets = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      buckets.add(new Bucket(i, 0));
    }
    buckets.add(new Bucket(Double.POSITIVE_INFINITY, 0));
    assertThat(exceededBy(List.of(MetricFamily.histogram("x", "Help.").sample(buckets, 0).build())))
        .isPresent();
  }

  @Test
  void countsLabelsAndHelpAsBytes() {
    String big = "v".repeat(101);
    assertThat(exceededBy(List.of(MetricFamily.gauge("x", "Help.").sample(1, "a", big).build())))
        .get()
        .asString()
        .contains("bytes of names and labels, more than the limit of 100");
    assertThat(exceededBy(List.of(MetricFamily.gauge("x", big).sample(1).build()))).isPresent();
  }

  private static Optional<String> exceededBy(List<MetricFamily> families) {
    return LIMITS.exceededBy(Amount.of(families));
  }
}
