package org.metricbay.core.collect.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.NumberSample;
import org.metricbay.core.collect.BundleInfo;
import org.metricbay.core.collect.CollectorResult;
import org.metricbay.core.collect.CollectorState;
import org.metricbay.core.collect.CollectorStatus;

final class SelfMetricsTest {
  private final SelfMetrics metrics = new SelfMetrics();

  private static CollectorResult result(String name, CollectorState state) {
    return new CollectorResult(
        new CollectorStatus(
            name,
            "",
            new BundleInfo(1, "org.example", "1.2.3", "ACTIVE"),
            state,
            Optional.of(Duration.ofMillis(250)),
            Optional.empty(),
            0),
        List.of());
  }

  private List<String> lines(Map<String, Double> ages, CollectorResult... results) {
    return metrics.families(List.of(results), ages).stream()
        .flatMap(family -> family.samples().stream().map(sample -> line(family, sample)))
        .toList();
  }

  private static String line(MetricFamily family, Object sample) {
    NumberSample number = (NumberSample) sample;
    return family.name() + number.labels() + " " + number.value();
  }

  @Test
  void saysHowEachCollectorDid() {
    assertThat(lines(Map.of(), result("cpu", CollectorState.OK)))
        .containsExactly(
            "node_scrape_collector_success{collector=\"cpu\"} 1.0",
            "node_scrape_collector_duration_seconds{collector=\"cpu\"} 0.25",
            "metricbay_collector_hung{collector=\"cpu\"} 0.0",
            "metricbay_collector_timeouts_total{collector=\"cpu\"} 0.0",
            "metricbay_collector_dropped_series_total{collector=\"cpu\"} 0.0",
            "metricbay_collector_info{bundle=\"org.example\",collector=\"cpu\",version=\"1.2.3\"}"
                + " 1.0");
  }

  @Test
  void countsByNameSoThatAnUpgradeSetsNothingBack() {
    metrics.timedOut("cpu");
    metrics.timedOut("cpu");
    metrics.dropped("cpu", 3);
    assertThat(lines(Map.of("cpu", 1.5), result("cpu", CollectorState.HUNG)))
        .contains(
            "node_scrape_collector_success{collector=\"cpu\"} 0.0",
            "metricbay_collector_hung{collector=\"cpu\"} 1.0",
            "metricbay_collector_timeouts_total{collector=\"cpu\"} 2.0",
            "metricbay_collector_dropped_series_total{collector=\"cpu\"} 3.0",
            "metricbay_collector_age_seconds{collector=\"cpu\"} 1.5");
  }

  @Test
  void hasNoFamilyWithoutSamples() {
    assertThat(metrics.families(List.of(), Map.of())).isEmpty();
  }
}
