package org.metricbay.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Names are checked where a metric or label is made; each message says how to mend it. */
final class NamesTest {
  private static void refused(Runnable making, String message) {
    assertThatThrownBy(making::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void allowsWhatPrometheusReads() {
    for (String name : new String[] {"a", "_", ":", "node_load1", "A:b_9", "__x"}) {
      assertThat(MetricDescriptor.gauge(name, "Help.").name()).isEqualTo(name);
    }
    assertThat(Labels.of("_a", "", "B9", "ä\n\"\\").size()).isEqualTo(2);
  }

  @Test
  void proposesARepairedMetricName() {
    refused(
        () -> MetricDescriptor.gauge("1 bad-name", "Help."),
        "metric name \"1 bad-name\" has '1' at position 0: use letters, digits and _ and :, no"
            + " digit first, for example \"_1_bad_name\"");
    refused(
        () -> MetricDescriptor.gauge("", "Help."),
        "a metric name is missing: give a non-empty name");
  }

  @Test
  void proposesARepairedLabelName() {
    refused(
        () -> Labels.of("a:b", "1"),
        "label name \"a:b\" has ':' at position 1: use letters, digits and _, no digit first, for"
            + " example \"a_b\"");
    refused(
        () -> Labels.of("__name__", "1"),
        "label name \"__name__\" starts with __, which Prometheus keeps for itself");
    refused(() -> Labels.of("", "1"), "a label name is missing: give a non-empty name");
  }

  @Test
  void proposesTheSuffixOfCountersAndInfos() {
    refused(
        () -> MetricDescriptor.counter("x", "Help."),
        "counter \"x\" must end in _total: name it \"x_total\"");
    refused(
        () -> MetricDescriptor.info("x", "Help."),
        "info metric \"x\" must end in _info: name it \"x_info\"");
  }
}
