package org.metricbay.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.metricbay.api.CounterSample;
import org.metricbay.api.Exemplar;
import org.metricbay.api.HistogramSample;
import org.metricbay.api.HistogramSample.Bucket;
import org.metricbay.api.Labels;
import org.metricbay.api.MetricDescriptor;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricType;
import org.metricbay.api.StateSetSample;
import org.metricbay.api.StateSetSample.State;

/**
 * What only OpenMetrics and Prometheus 3 know is written for them, and loses no value for others.
 */
class NewerKindsTest {
  private static final Instant SINCE = Instant.ofEpochSecond(1_700_000_000, 250_000_000);

  private static String page(MetricFamily... families) {
    return page(PageFormat.TEXT, Escaping.UNDERSCORES, families);
  }

  private static String page(PageFormat format, Escaping escaping, MetricFamily... families) {
    PageText text = new PageText(1);
    new PageWriter(format).write(List.of(families), escaping, text);
    return text.toString();
  }

  private static String open(MetricFamily... families) {
    return page(PageFormat.OPEN_METRICS, Escaping.UNDERSCORES, families);
  }

  @Test
  void aStateSetHasASeriesForEachState() {
    MetricDescriptor mode = MetricDescriptor.stateSet("mode", "M.", "device");
    List<State> states = List.of(new State("on", true), new State("off", false));
    MetricFamily family = mode.samples().add(new StateSetSample(mode.labels("a"), states)).build();
    String lines = "mode{device=\"a\",mode=\"on\"} 1\nmode{device=\"a\",mode=\"off\"} 0\n";
    assertThat(page(family)).isEqualTo("# HELP mode M.\n# TYPE mode gauge\n" + lines);
    assertThat(open(family))
        .isEqualTo("# TYPE mode stateset\n# HELP mode M.\n" + lines + "# EOF\n");
  }

  @Test
  void aStateSetsNameIsALabelToo() {
    List<State> states = List.of(new State("on", true));
    MetricDescriptor odd = MetricDescriptor.utf8(MetricType.STATE_SET, "a.b", "M.", "c.d");
    MetricFamily family = odd.samples().add(new StateSetSample(odd.labels("e"), states)).build();
    assertThat(page(PageFormat.TEXT, Escaping.ALLOW_UTF8, family))
        .endsWith("\n{\"a.b\",\"c.d\"=\"e\",\"a.b\"=\"on\"} 1\n");
    assertThat(page(family)).endsWith("\na_b{c_d=\"e\",a_b=\"on\"} 1\n");
    MetricDescriptor colon = MetricDescriptor.stateSet("a:b", "M.");
    MetricFamily plain = colon.of(List.of(new StateSetSample(Labels.empty(), states)));
    assertThat(page(plain)).endsWith("\na:b{a_b=\"on\"} 1\n");
  }

  @Test
  void aGaugeHistogramHasItsCountsAsGaugesInTheTextFormat() {
    MetricDescriptor waiting = MetricDescriptor.gaugeHistogram("waiting_seconds", "W.");
    List<Bucket> buckets = List.of(new Bucket(1, 1), new Bucket(Double.POSITIVE_INFINITY, 2));
    MetricFamily family = waiting.of(List.of(new HistogramSample(Labels.empty(), buckets, 3)));
    assertThat(page(family))
        .isEqualTo(
            """
            # HELP waiting_seconds W.
            # TYPE waiting_seconds histogram
            waiting_seconds_bucket{le="1"} 1
            waiting_seconds_bucket{le="+Inf"} 2
            # HELP waiting_seconds_gcount W.
            # TYPE waiting_seconds_gcount gauge
            waiting_seconds_gcount 2
            # HELP waiting_seconds_gsum W.
            # TYPE waiting_seconds_gsum gauge
            waiting_seconds_gsum 3
            """);
    assertThat(open(family))
        .isEqualTo(
            """
            # TYPE waiting_seconds gaugehistogram
            # HELP waiting_seconds W.
            waiting_seconds_bucket{le="1.0"} 1
            waiting_seconds_bucket{le="+Inf"} 2
            waiting_seconds_gcount 2
            waiting_seconds_gsum 3
            # EOF
            """);
  }

  @Test
  void openMetricsHasUnitExemplarAndWhenACounterBegan() {
    MetricDescriptor spent =
        MetricDescriptor.counter("spent_seconds_total", "S.", "a").withUnit("seconds");
    Exemplar exemplar =
        new Exemplar(Labels.of("trace_id", "ab"), 0.067, Optional.of(SINCE.plusSeconds(9)));
    CounterSample sample =
        new CounterSample(spent.labels("b"), 2.5, Optional.of(SINCE), Optional.of(exemplar));
    assertThat(open(spent.of(List.of(sample))))
        .isEqualTo(
            """
            # TYPE spent_seconds counter
            # UNIT spent_seconds seconds
            # HELP spent_seconds S.
            spent_seconds_total{a="b"} 2.5 # {trace_id="ab"} 0.067 1700000009.250
            spent_seconds_created{a="b"} 1700000000.250
            # EOF
            """);
    assertThat(page(spent.of(List.of(sample))))
        .isEqualTo(
            """
            # HELP spent_seconds_total S.
            # TYPE spent_seconds_total counter
            spent_seconds_total{a="b"} 2.5
            """);
  }

  @Test
  void momentsOfAllTimesAreNumbers() {
    MetricDescriptor x = MetricDescriptor.counter("x_total", "X.");
    for (Instant moment : List.of(Instant.MIN, Instant.MAX, Instant.ofEpochMilli(-1500))) {
      String page = open(x.of(List.of(new CounterSample(Labels.empty(), 1, moment))));
      String written = page.lines().filter(it -> it.startsWith("x_created ")).findFirst().get();
      assertThat(Double.parseDouble(written.substring("x_created ".length())))
          .isEqualTo(moment.getEpochSecond() + moment.get(ChronoField.MILLI_OF_SECOND) / 1e3);
    }
  }

  /** Escaped by its values a name is longer, and a page with too long an exemplar is refused. */
  @Test
  void anExemplarThatIsTooLongOnceEscapedIsLeftOut() {
    MetricDescriptor x = MetricDescriptor.counter("x_total", "X.");
    Labels labels = Labels.ofUtf8("☂".repeat(60), "v".repeat(60));
    Exemplar exemplar = new Exemplar(labels, 1, Optional.empty());
    MetricFamily family =
        x.of(
            List.of(new CounterSample(Labels.empty(), 1, Optional.empty(), Optional.of(exemplar))));
    assertThat(page(PageFormat.OPEN_METRICS, Escaping.ALLOW_UTF8, family))
        .contains("x_total 1 # {");
    assertThat(page(PageFormat.OPEN_METRICS, Escaping.VALUES, family)).contains("x_total 1\n");
  }

  @Test
  void namesOfAllCharactersStandInQuotesWhereTheyAreAllowed() {
    MetricDescriptor requests =
        MetricDescriptor.utf8(MetricType.COUNTER, "http.\"größe\"_total", "R.", "http.method", "a");
    assertThat(page(PageFormat.OPEN_METRICS, Escaping.ALLOW_UTF8, requests.of(1, "GET", "b")))
        .isEqualTo(
            """
            # TYPE "http.\\"größe\\"" counter
            # HELP "http.\\"größe\\"" R.
            {"http.\\"größe\\"_total",a="b","http.method"="GET"} 1
            # EOF
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
  void ofTwoThatGetTheSameNameTheOneThatHasItAnywayStays() {
    MetricFamily dot = MetricDescriptor.utf8(MetricType.GAUGE, "a.b", "Dot.").of(1);
    MetricFamily plain = MetricDescriptor.gauge("a_b", "Plain.").of(2);
    try (LogOf log = new LogOf("metricbay.collect")) {
      assertThat(page(dot, plain)).isEqualTo("# HELP a_b Plain.\n# TYPE a_b gauge\na_b 2\n");
      assertThat(log.text()).contains("metric a.b: left out where it is shown as a_b");
    }
    assertThat(page(PageFormat.TEXT, Escaping.ALLOW_UTF8, dot, plain))
        .contains("{\"a.b\"} 1\n", "\na_b 2\n");
  }

  @Test
  void labelsThatGetTheSameNameAreShownTogether() {
    MetricDescriptor x = MetricDescriptor.gauge("x", "X.");
    MetricFamily family =
        x.samples()
            .add(1, Labels.ofUtf8("a.b", "1", "a-b", "2", "a_b", ""))
            .add(2, Labels.ofUtf8("a.b", "2", "a-b", "1"))
            .add(3, Labels.ofUtf8("a_b", "2;1"))
            .build();
    assertThat(page(family)).endsWith("\nx{a_b=\"2;1\"} 1\nx{a_b=\"1;2\"} 2\n");
  }

  /** One writer serves all, whatever each of them can read. */
  @Test
  void eachReaderGetsItsOwnNames() {
    MetricDescriptor odd = MetricDescriptor.utf8(MetricType.GAUGE, "b.c", "B.", "d.e");
    MetricFamily labels =
        MetricDescriptor.gauge("x", "X.").samples().add(1, Labels.ofUtf8("é", "1")).build();
    List<MetricFamily> families = List.of(odd.of(1, "2"), labels);
    for (PageFormat format : PageFormat.values()) {
      PageWriter writer = new PageWriter(format);
      List<Escaping> readers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        readers.addAll(List.of(Escaping.values()));
      }
      Collections.shuffle(readers, new Random(2026));
      for (Escaping escaping : readers) {
        PageText text = new PageText(1);
        writer.write(families, escaping, text);
        assertThat(text.toString())
            .isEqualTo(page(format, escaping, families.toArray(MetricFamily[]::new)));
      }
    }
  }

  @Test
  void aCounterThatClashesKeepsItsValue() {
    MetricDescriptor counter = MetricDescriptor.counter("x_total", "X.");
    MetricFamily family = counter.of(List.of(new CounterSample(Labels.empty(), 5, SINCE)));
    assertThat(open(MetricDescriptor.gauge("x", "G.").of(1), family))
        .contains("# TYPE x_total unknown\n", "\nx_total 5\n");
    assertThat(open(MetricDescriptor.counter("_total", "T.").of(3)))
        .contains("unknown\n# HELP _to");
  }

  @Test
  void aCounterThatKnowsMoreIsWrittenAsItsNumber() {
    MetricDescriptor counter = MetricDescriptor.counter("x_total", "X.");
    PageWriter writer = new PageWriter(PageFormat.TEXT);
    for (int i = 1; i < 4; i++) {
      PageText text = new PageText(1);
      writer.write(
          List.of(counter.of(List.of(new CounterSample(Labels.empty(), i, Instant.EPOCH)))),
          Escaping.UNDERSCORES,
          text);
      assertThat(text.toString()).endsWith("x_total " + i + "\n");
    }
  }
}
