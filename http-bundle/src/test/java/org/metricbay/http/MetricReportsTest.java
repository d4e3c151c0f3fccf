package org.metricbay.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.metricbay.api.CounterSample;
import org.metricbay.api.Exemplar;
import org.metricbay.api.HistogramSample;
import org.metricbay.api.HistogramSample.Bucket;
import org.metricbay.api.Labels;
import org.metricbay.api.MetricDescriptor;

class MetricReportsTest {
  private static final Instant SINCE = Instant.ofEpochSecond(1_700_000_000);
  private static final Exemplar EXEMPLAR =
      new Exemplar(Labels.of("trace_id", "ab"), 0.5, Optional.of(SINCE));

  @Test
  void showsUnitExemplarsAndWhenItBegan() {
    MetricDescriptor counter =
        MetricDescriptor.counter("x_seconds_total", "X.").withUnit("seconds");
    CounterSample sample =
        new CounterSample(Labels.empty(), 2, Optional.of(SINCE), Optional.of(EXEMPLAR));
    assertThat(MetricReports.families(List.of(counter.of(List.of(sample)))).get(0).text())
        .contains(
            "\"unit\":\"seconds\"",
            "\"created\":\"2023-11-14T22:13:20Z\"",
            "\"exemplar\":{\"labels\":{\"trace_id\":\"ab\"},\"value\":0.5,"
                + "\"time\":\"2023-11-14T22:13:20Z\"}");
  }

  @Test
  void aHistogramThatKnowsNoMoreLooksAsBefore() {
    MetricDescriptor histogram = MetricDescriptor.histogram("h", "H.");
    List<Bucket> plain = List.of(new Bucket(Double.POSITIVE_INFINITY, 2));
    List<Bucket> more = List.of(new Bucket(Double.POSITIVE_INFINITY, 2, Optional.of(EXEMPLAR)));
    assertThat(json(histogram, new HistogramSample(Labels.empty(), plain, 1)))
        .isEqualTo(
            "{\"name\":\"h\",\"type\":\"histogram\",\"help\":\"H.\",\"samples\":[{\"labels\":{},"
                + "\"buckets\":[{\"le\":\"+Inf\",\"count\":2}],\"count\":2,\"sum\":1}]}");
    assertThat(json(histogram, new HistogramSample(Labels.empty(), more, 1, Optional.of(SINCE))))
        .contains("\"created\":\"2023", "\"count\":2,\"exemplar\":{");
  }

  private static String json(MetricDescriptor descriptor, HistogramSample sample) {
    return MetricReports.families(List.of(descriptor.of(List.of(sample)))).get(0).text();
  }
}
