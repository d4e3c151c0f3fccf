package org.metricbay.core.collect.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.metricbay.api.HistogramSample.Bucket;
import org.metricbay.api.MetricFamily;

final class FamilyMergerTest {
  private final FamilyMerger merger = new FamilyMerger();

  /** Who loses to whom how many series of what. */
  private List<String> lost() {
    return merger.losses().stream()
        .map(it -> it.loser() + " to " + it.keeper() + ": " + it.series() + " of " + it.family())
        .toList();
  }

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
    assertThat(lost()).containsExactly("b to a: 1 of x");
  }

  @Test
  void takesLabelsThatAreEmptyForNone() {
    merger.add("a", List.of(gauge("x", 1, "from", "a")));
    merger.add("b", List.of(gauge("x", 2, "from", "a", "to", "")));
    assertThat(merger.families()).containsExactly(gauge("x", 1, "from", "a"));
    assertThat(lost()).containsExactly("b to a: 1 of x");
  }

  @Test
  void dropsAFamilyOfAnotherType() {
    merger.add("a", List.of(gauge("x_total", 1)));
    merger.add("b", List.of(MetricFamily.counter("x_total", "Help.").sample(1).build()));
    assertThat(merger.families()).containsExactly(gauge("x_total", 1));
    assertThat(lost()).containsExactly("b to a: 1 of x_total");
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
    assertThat(lost()).containsExactly("b to a: 1 of x_sum");
  }

  @Test
  void leavesOutFamiliesWithoutSamplesAndSortsByName() {
    merger.add("a", List.of(gauge("b", 1), MetricFamily.gauge("c", "None.").build()));
    merger.add("b", List.of(gauge("a", 1)));
    assertThat(merger.families()).extracting(MetricFamily::name).containsExactly("a", "b");
  }

  @Test
  void tellsForEachSeriesWhoHadItFirst() {
    merger.add("a", List.of(gauge("x", 1, "from", "a")));
    merger.add("b", List.of(gauge("x", 2, "from", "b")));
    merger.add(
        "c",
        List.of(
            MetricFamily.gauge("x", "A number.")
                .sample(3, "from", "a")
                .sample(3, "from", "b")
                .sample(3, "from", "c")
                .build()));
    assertThat(lost()).containsExactlyInAnyOrder("c to a: 1 of x", "c to b: 1 of x");
  }

  @Test
  void flagsOnlyACollectorsOwnFamily() {
    merger.add("a", List.of(gauge("a_error", 0)));
    merger.add("b", List.of(gauge("b_error", 0)));
    merger.flag("a", "a_error");
    merger.flag("a", "b_error");
    merger.flag("a", "c_error");
    assertThat(merger.families())
        .extracting(family -> family.name() + " " + family.samples().get(0))
        .containsExactly(
            "a_error " + gauge("a_error", 1).samples().get(0),
            "b_error " + gauge("b_error", 0).samples().get(0),
            "c_error " + gauge("c_error", 1).samples().get(0));
  }
}
