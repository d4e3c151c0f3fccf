package org.metricbay.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.metricbay.api.HistogramSample.Bucket;
import org.metricbay.api.StateSetSample.State;

/** What OpenMetrics knows beyond numbers, buckets and quantiles. */
final class SamplesTest {
  private static final Instant CREATED = Instant.ofEpochSecond(1_700_000_000);
  private static final Exemplar EXEMPLAR =
      new Exemplar(Labels.of("trace_id", "abc"), 0.5, Optional.of(CREATED));

  @Test
  void aCounterMayKnowSinceWhenItCountsAndOneOfWhatItCounts() {
    Sample sample =
        new CounterSample(Labels.empty(), 2, Optional.of(CREATED), Optional.of(EXEMPLAR));
    MetricDescriptor counter = MetricDescriptor.counter("x_total", "Help.");
    assertThat(counter.of(List.of(sample)).samples()).containsExactly(sample);
    assertThat(counter.of(List.of(new CounterSample(Labels.empty(), -1, CREATED))).leftOut().get(0))
        .asString()
        .startsWith("counter x_total is -1.0");
    assertThat(MetricDescriptor.gauge("x", "Help.").of(List.of(sample)).leftOut())
        .containsExactly(new LeftOut("GAUGE x", "has a CounterSample"));
  }

  @Test
  void distributionsMayKnowSinceWhenTheyCount() {
    HistogramSample histogram =
        new HistogramSample(
            Labels.empty(),
            List.of(
                new Bucket(1, 1, Optional.of(EXEMPLAR)), new Bucket(Double.POSITIVE_INFINITY, 2)),
            3,
            Optional.of(CREATED));
    assertThat(histogram.buckets().get(0).exemplar()).contains(EXEMPLAR);
    assertThat(MetricDescriptor.histogram("x", "Help.").of(List.of(histogram)).samples())
        .containsExactly(histogram);
    assertThat(MetricDescriptor.gaugeHistogram("x", "Help.").of(List.of(histogram)).samples())
        .containsExactly(histogram);
    assertThat(new SummarySample(Labels.empty(), List.of(), 1, 1, Optional.of(CREATED)).created())
        .contains(CREATED);
    assertThat(new SummarySample(Labels.empty(), List.of(), 1, 1).created()).isEmpty();
  }

  @Test
  void aStateSetHasAllItsStates() {
    MetricDescriptor mode = MetricDescriptor.stateSet("mode", "Help.", "device");
    Sample sample =
        new StateSetSample(
            mode.labels("a"), List.of(new State("on", true), new State("off", false)));
    assertThat(mode.of(List.of(sample)).samples()).containsExactly(sample);
    assertThat(mode.of(List.of(new StateSetSample(Labels.of("mode", "x"), List.of()))).leftOut())
        .extracting(LeftOut::toString)
        .containsExactly(
            "state set mode{mode=\"x\"} has a label of its own name, which is made from the"
                + " states: remove it");
    assertThatThrownBy(
            () ->
                new StateSetSample(
                    Labels.empty(), List.of(new State("on", true), new State("on", false))))
        .hasMessage("state \"on\" is there twice: give it once");
  }

  @Test
  void anExemplarsLabelsAreShort() {
    new Exemplar(Labels.of("a", "💥".repeat(127)), 1, Optional.empty());
    assertThatThrownBy(() -> new Exemplar(Labels.of("a", "x".repeat(128)), 1, Optional.empty()))
        .hasMessageStartingWith("exemplar labels {a=\"xxx")
        .hasMessageEndingWith(
            "have 129 characters, more than the 128 that OpenMetrics allows: leave some out");
  }
}
