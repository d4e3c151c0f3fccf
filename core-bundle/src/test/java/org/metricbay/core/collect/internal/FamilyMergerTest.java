package org.metricbay.core.collect.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.metricbay.api.HistogramSample.Bucket;
import org.metricbay.api.MetricFamily;

final class FamilyMergerTest {
  private final Map<String, Integer> dropped = new HashMap<>();
  private final FamilyMerger merger =
      new FamilyMerger((name, n) -> dropped.merge(name, n, Integer::sum));

  private static MetricFamily gauge(String name, double value, String... labels) {
    return MetricFamily.gauge(name, "A number.").sample(value, labels).build();
  }

  @Test
  void mergesOneFamilyOfTwoCollectorsAndKeepsTheFirstOfEqualSeries() {
    merger.add("a", List.of(gauge("x", 1, "from", "a")));
    merger.add(
        "b",
        List.of(
            MetricFamily.gauge("x", "Other help.")
                .sample(2, "from", "a")
                .sample(3, "from", "b")
                .build()));
    assertThat(merger.families())
        .containsExactly(
            MetricFamily.gauge("x", "A number.")
                .sample(1, "from", "a")
                .sample(3, "from", "b")
                .build());
    assertThat(dropped).containsExactly(Map.entry("b", 1));
  }

  @Test
  void dropsAFamilyOfAnotherType() {
    merger.add("a", List.of(gauge("x_total", 1)));
    merger.add("b", List.of(MetricFamily.counter("x_total", "Help.").sample(1).build()));
    assertThat(merger.families()).containsExactly(gauge("x_total", 1));
    assertThat(dropped).containsExactly(Map.entry("b", 1));
  }

  @Test
  void dropsAFamilyThatWouldStandAmongAHistogramsLines() {
    merger.add(
        "a",
        List.of(
            MetricFamily.histogram("x", "Help.")
                .sample(List.of(new Bucket(Double.POSITIVE_INFINITY, 1)), 1)
                .build()));
    merger.add("b", List.of(gauge("x_sum", 1), gauge("x_other", 1)));
    assertThat(merger.families()).extracting(MetricFamily::name).containsExactly("x", "x_other");
    assertThat(dropped).containsExactly(Map.entry("b", 1));
  }

  @Test
  void leavesOutFamiliesWithoutSamplesAndSortsByName() {
    merger.add("a", List.of(gauge("b", 1), MetricFamily.gauge("c", "None.").build()));
    merger.add("b", List.of(gauge("a", 1)));
    assertThat(merger.families()).extracting(MetricFamily::name).containsExactly("a", "b");
  }
}
