package org.metricbay.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.metricbay.api.HistogramSample.Bucket;
import org.metricbay.api.SummarySample.Quantile;

final class MetricFamilyTest {
  private static final double INF = Double.POSITIVE_INFINITY;

  private static void refused(Runnable making, String message) {
    assertThatThrownBy(making::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  /** What cannot be used costs itself only. */
  private static void leftOut(MetricFamily family, int usable, String... why) {
    assertThat(family.samples()).hasSize(usable);
    assertThat(family.leftOut()).extracting(LeftOut::toString).containsExactly(why);
  }

  @Test
  void isEqualByValue() {
    assertThat(MetricFamily.gauge("x", "Help.").sample(1, "a", "b").build())
        .isEqualTo(MetricFamily.gauge("x", "Help.").sample(1, Labels.of("a", "b")).build())
        .isNotEqualTo(MetricFamily.unknown("x", "Help.").sample(1, "a", "b").build())
        .isNotEqualTo(MetricFamily.gauge("x", "Help.").sample(2, "a", "b").build());
  }

  @Test
  void doesNotChangeWithTheListThatItWasMadeOf() {
    List<Sample> samples = new ArrayList<>(List.of(new NumberSample(Labels.empty(), 1)));
    MetricFamily family = new MetricFamily("x", MetricType.GAUGE, "Help.", samples);
    samples.clear();
    assertThat(family.samples()).hasSize(1);
    assertThatThrownBy(() -> family.samples().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void aBuilderGoesOnAfterItsFamilyWasMade() {
    var builder = MetricFamily.gauge("x", "Help.").sample(1, "a", "1");
    MetricFamily first = builder.build();
    builder.sample(2, "a", "2");
    assertThat(first.samples()).hasSize(1);
    assertThat(builder.build().samples()).hasSize(2);
  }

  @Test
  void gaugesMayHaveAnyValue() {
    for (double value : new double[] {-1, Double.NaN, INF, -INF}) {
      MetricFamily family = MetricFamily.gauge("x", "Help.").sample(value).build();
      assertThat(family.samples()).containsExactly(new NumberSample(Labels.empty(), value));
    }
  }

  @Test
  void hasItsNameAsHelpIfNobodySaysWhatItMeasures() {
    for (String blank : new String[] {"", " ", LabelsTest.none()}) {
      MetricFamily family =
          new MetricFamily(
              "x", MetricType.GAUGE, blank, List.of(new NumberSample(Labels.empty(), 1)));
      assertThat(family.help()).isEqualTo("x");
      assertThat(family.descriptor().isHelpGiven()).isFalse();
      leftOut(family, 1);
    }
  }

  @Test
  void hasEachSeriesOnce() {
    leftOut(
        MetricFamily.gauge("x", "Help.").sample(1, "a", "1").sample(2, "a", "1").build(),
        1,
        "series x{a=\"1\"} is there twice: give it once");
  }

  @Test
  void takesLabelsThatAreEmptyForNoneWhereSeriesAreToldApart() {
    leftOut(
        MetricFamily.gauge("x", "Help.")
            .sample(1, "a", "1")
            .sample(2, "a", "1", "b", "")
            .sample(3, "a", "", "b", "1")
            .sample(4, "b", "1")
            .sample(5, "a", "", "b", "")
            .sample(6)
            .build(),
        3,
        "series x{a=\"1\",b=\"\"} is there twice: give it once",
        "series x{b=\"1\"} is there twice: give it once",
        "series x is there twice: give it once");
  }

  @Test
  void isLeftOutItselfIfItsNameIsNotAllowed() {
    leftOut(
        MetricFamily.gauge("my-metric", "Help.").sample(1).build(),
        0,
        "metric \"my-metric\" is wrong: metric name \"my-metric\" has '-' at position 2: use letters, digits and _ and :, no"
            + " digit first, for example \"my_metric\"");
  }

  @Test
  void looksAtTheLabelsOfEachSampleWhateverTheSampleBeforeHad() {
    MetricFamily family =
        MetricFamily.gauge("x", "Help.")
            .sample(1, "a", "1", "b", "1")
            .sample(2, "a", "2", "b", "1")
            .sample(3, "b", "1", "a", "3")
            .sample(4, "a", "4")
            .sample(5)
            .sample(6, "c", "6")
            .build();
    assertThat(family.samples())
        .extracting(sample -> sample.labels().toString())
        .containsExactly(
            "{a=\"1\",b=\"1\"}",
            "{a=\"2\",b=\"1\"}",
            "{a=\"3\",b=\"1\"}",
            "{a=\"4\"}",
            "",
            "{c=\"6\"}");
    leftOut(
        MetricFamily.gauge("x", "Help.")
            .sample(1, "a", "1")
            .sample(2, "a", LabelsTest.none())
            .sample(3, "a", "1", "a", "2")
            .sample(4, "__a", "1")
            .sample(5, "a", "5")
            .build(),
        2,
        "a sample of x is wrong: label \"a\" has the value null: leave the label out or use \"\"",
        "a sample of x is wrong: label \"a\" is given twice: keep one of them",
        "a sample of x is wrong: label name \"__a\" starts with __, which Prometheus keeps for itself");
  }

  @Test
  void findsTheOneSeriesOfManyThatIsThereTwice() {
    for (int size : new int[] {2, 3, 8, 9, 100, 5000}) {
      MetricFamily.NumberBuilder family = MetricFamily.gauge("x", "Help.");
      for (int i = 0; i < size; i++) {
        // "Aa" and "BB" have the same hash.
        family.sample(i, "a", "Aa".repeat(i % 2) + "BB".repeat(1 - i % 2) + i / 2);
      }
      assertThat(family.build().samples()).hasSize(size);
      family.sample(1, "a", "Aa" + (size / 2 - 1));
      leftOut(
          family.build(),
          size,
          "series x{a=\"Aa" + (size / 2 - 1) + "\"} is there twice: give it once");
    }
  }

  @Test
  void leavesOutCountersThatAreNegative() {
    for (double value : new double[] {-0.1, Double.NaN}) {
      leftOut(
          MetricFamily.counter("x_total", "Help.").sample(value, "a", "1").sample(2).build(),
          1,
          "counter x_total{a=\"1\"} is "
              + value
              + ": a counter is 0 or more; use a gauge for a value that may fall");
    }
  }

  @Test
  void hasTheKindOfSampleThatFitsItsType() {
    List<Sample> number = List.of(new NumberSample(Labels.empty(), 1));
    leftOut(
        new MetricFamily("x", MetricType.HISTOGRAM, "Help.", number),
        0,
        "HISTOGRAM x has a NumberSample");
    leftOut(
        new MetricFamily("x", MetricType.SUMMARY, "Help.", number),
        0,
        "SUMMARY x has a NumberSample");
    leftOut(
        new MetricFamily(
            "x_info", MetricType.INFO, "Help.", List.of(new NumberSample(Labels.of("a", "b"), 2))),
        0,
        "info metric x_info{a=\"b\"} must have the value 1");
  }

  @Test
  void saysSomeOfWhatIsLeftOutAndHowMuchMore() {
    MetricFamily.NumberBuilder family = MetricFamily.counter("x_total", "Help.").sample(1);
    for (int i = 0; i < 1000; i++) {
      family.sample(-1, "i", String.valueOf(i));
    }
    assertThat(family.build().samples()).hasSize(1);
    assertThat(family.build().leftOut())
        .hasSize(101)
        .endsWith(new LeftOut("more of x_total", "cannot be used: 900 samples"))
        .extracting(LeftOut::what)
        .startsWith("counter x_total{i=\"0\"}", "counter x_total{i=\"1\"}");
  }

  @Test
  void countsTheObservationsOfAHistogram() {
    MetricFamily family =
        MetricFamily.histogram("x", "Help.")
            .sample(List.of(new Bucket(0.5, 1), new Bucket(INF, 3)), 4.5, "a", "b")
            .build();
    assertThat(((HistogramSample) family.samples().get(0)).count()).isEqualTo(3);
  }

  @Test
  void wantsBucketsInOrderUpToInfinity() {
    String last =
        "a histogram's last bucket must be +Inf: add one with the count of all observations";
    refused(() -> histogram(), last);
    refused(() -> histogram(new Bucket(1, 1)), last);
    refused(
        () -> histogram(new Bucket(2, 1), new Bucket(1, 1), new Bucket(INF, 1)),
        "histogram bucket up to 1.0 with the count 1 is out of order: bounds must"
            + " rise, and counts, being cumulative, must not fall");
    refused(
        () -> histogram(new Bucket(1, 2), new Bucket(INF, 1)),
        "histogram bucket up to Infinity with the count 1 is out of order: bounds"
            + " must rise, and counts, being cumulative, must not fall");
    refused(
        () -> histogram(new Bucket(Double.NaN, 1), new Bucket(INF, 1)),
        "histogram bucket up to NaN with the count 1 is out of order: bounds must"
            + " rise, and counts, being cumulative, must not fall");
    refused(
        () -> new HistogramSample(Labels.of("le", "1"), List.of(new Bucket(INF, 1)), 1),
        "histogram labels {le=\"1\"} contain le, which is made from the buckets: remove it");
  }

  private static void histogram(Bucket... buckets) {
    new HistogramSample(Labels.empty(), List.of(buckets), 1);
  }

  @Test
  void wantsQuantilesInOrderFromZeroToOne() {
    MetricFamily.summary("x", "Help.")
        .sample(List.of(new Quantile(0, Double.NaN), new Quantile(1, 2)), 3, 4)
        .sample(List.of(), 0, 0, "a", "b")
        .build();
    for (List<Quantile> wrong :
        List.of(
            List.of(new Quantile(1.1, 0)),
            List.of(new Quantile(-0.1, 0)),
            List.of(new Quantile(Double.NaN, 0)),
            List.of(new Quantile(0.5, 0), new Quantile(0.5, 0)))) {
      refused(
          () -> new SummarySample(Labels.empty(), wrong, 1, 1),
          "summary quantile "
              + wrong.get(wrong.size() - 1)
              + " is out of order: ranks must rise from 0 to 1");
    }
    refused(
        () -> new SummarySample(Labels.of("quantile", "1"), List.of(), 1, 1),
        "summary labels {quantile=\"1\"} contain quantile, which is made from the quantiles: remove"
            + " it");
    refused(
        () -> new SummarySample(Labels.empty(), List.of(), -1, 1),
        "summary count -1 must not be negative");
  }
}
