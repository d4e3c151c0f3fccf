package org.metricbay.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.metricbay.api.CounterSample;
import org.metricbay.api.HistogramSample;
import org.metricbay.api.HistogramSample.Bucket;
import org.metricbay.api.Labels;
import org.metricbay.api.MetricDescriptor;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricType;
import org.metricbay.api.StateSetSample;
import org.metricbay.api.StateSetSample.State;

/** What is newer than the formats loses no value on a page. */
class OlderKindsTest {
  private static String page(MetricFamily... families) {
    PageText text = new PageText(1);
    new PageWriter(PageFormat.TEXT).write(List.of(families), text);
    return text.toString();
  }

  @Test
  void aStateSetIsAGaugeWithASeriesForEachState() {
    MetricDescriptor mode = MetricDescriptor.stateSet("mode", "M.", "device");
    List<State> states = List.of(new State("on", true), new State("off", false));
    assertThat(page(mode.samples().add(new StateSetSample(mode.labels("a"), states)).build()))
        .isEqualTo(
            """
            # HELP mode M.
            # TYPE mode gauge
            mode{device="a",mode="on"} 1
            mode{device="a",mode="off"} 0
            """);
  }

  @Test
  void aGaugeHistogramIsThreeGauges() {
    MetricDescriptor waiting = MetricDescriptor.gaugeHistogram("waiting_seconds", "W.");
    List<Bucket> buckets = List.of(new Bucket(1, 1), new Bucket(Double.POSITIVE_INFINITY, 2));
    assertThat(page(waiting.of(List.of(new HistogramSample(Labels.empty(), buckets, -3)))))
        .isEqualTo(
            """
            # HELP waiting_seconds_bucket W.
            # TYPE waiting_seconds_bucket gauge
            waiting_seconds_bucket{le="1.0"} 1
            waiting_seconds_bucket{le="+Inf"} 2
            # HELP waiting_seconds_gcount W.
            # TYPE waiting_seconds_gcount gauge
            waiting_seconds_gcount 2
            # HELP waiting_seconds_gsum W.
            # TYPE waiting_seconds_gsum gauge
            waiting_seconds_gsum -3
            """);
  }

  @Test
  void namesThatNotEveryReaderKnowsGetUnderscores() {
    MetricDescriptor requests =
        MetricDescriptor.utf8(MetricType.COUNTER, "http.größe_total", "R.", "http.method");
    assertThat(page(requests.of(1, "GET")))
        .isEqualTo(
            """
            # HELP http_gr__e_total R.
            # TYPE http_gr__e_total counter
            http_gr__e_total{http_method="GET"} 1
            """);
  }

  @Test
  void ofTwoThatGetTheSameNameOneStaysTyped() {
    MetricFamily dot = MetricDescriptor.utf8(MetricType.GAUGE, "a.b", "Dot.").of(1);
    MetricFamily plain = MetricDescriptor.gauge("a_b", "Plain.").of(2);
    assertThat(page(dot, plain))
        .isEqualTo(
            """
            # HELP a_b Dot.
            # TYPE a_b gauge
            a_b 1
            """);
  }

  @Test
  void aCounterThatKnowsMoreIsWrittenAsItsNumber() {
    MetricDescriptor counter = MetricDescriptor.counter("x_total", "X.");
    PageText text = new PageText(1);
    PageWriter writer = new PageWriter(PageFormat.TEXT);
    for (int i = 1; i < 4; i++) {
      text.clear();
      writer.write(
          List.of(counter.of(List.of(new CounterSample(Labels.empty(), i, Instant.EPOCH)))), text);
      assertThat(text.toString()).endsWith("x_total " + i + "\n");
    }
  }
}
