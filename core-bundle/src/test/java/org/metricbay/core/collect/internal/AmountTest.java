package org.metricbay.core.collect.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.metricbay.api.FamilyBuilder;
import org.metricbay.api.MetricDescriptor;
import org.metricbay.api.MetricFamily;

class AmountTest {
  @Test
  void isThatOfTheSamplesHoweverTheyAreKept() {
    FamilyBuilder builder =
        MetricDescriptor.gauge("size", "Help.", "disk", "path").samples().begin();
    for (int i = 0; i < 100; i++) {
      builder.add(i, "sd" + i, "ä".repeat(i));
    }
    MetricFamily numbers = builder.build();
    MetricFamily samples =
        new MetricFamily(numbers.descriptor(), new ArrayList<>(numbers.samples()));
    assertThat(samples.samples()).isNotInstanceOf(numbers.samples().getClass());
    Amount amount = Amount.of(List.of(numbers));
    assertThat(amount).isEqualTo(Amount.of(List.of(samples)));
    assertThat(amount.series()).isEqualTo(100);
  }
}
