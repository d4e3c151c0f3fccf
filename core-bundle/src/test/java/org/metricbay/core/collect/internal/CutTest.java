package org.metricbay.core.collect.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.metricbay.api.HistogramSample;
import org.metricbay.api.HistogramSample.Bucket;
import org.metricbay.api.Labels;
import org.metricbay.api.LeftOut;
import org.metricbay.api.MetricDescriptor;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.NumberSample;
import org.metricbay.api.Sample;

final class CutTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private static MetricFamily gauge(String name, String... values) {
    var family = MetricFamily.gauge(name, "Help.");
    for (String value : values) {
      family.sample(1, "a", value);
    }
    return family.build();
  }

  private static Cut.Rest cut(Cut cut, MetricFamily... families) {
    return cut.of(List.of(families), Amount.of(List.of(families)));
  }

  @Test
  void keepsWhatComesFirstOnThePage() {
    Cut.Rest rest =
        cut(new Cut(new Limits(SECOND, 3, 1000)), gauge("y", "1", "2"), gauge("x", "2", "1"));
    assertThat(rest.families()).containsExactly(gauge("y", "1"), gauge("x", "2", "1"));
    assertThat(rest.series()).isEqualTo(1);
    assertThat(rest.leftOut())
        .containsExactly(
            new LeftOut(
                "what is beyond the limit",
                "is cut off: it gave 4 series, more than the limit of 3; if that is meant, raise"
                    + " collect.max-series in conf/metricbay.cfg; the first of it is y{a=\"2\"}"));
  }

  @Test
  void goesOnShowingWhatItHasShown() {
    Cut cut = new Cut(new Limits(SECOND, 2, 1000));
    assertThat(series(cut(cut, gauge("x", "1", "2", "3")))).containsExactly("x1", "x2");
    assertThat(series(cut(cut, gauge("a", "9"), gauge("x", "3", "2", "1"))))
        .containsExactly("x2", "x1");
    // One of them has gone, so that there is room for another.
    assertThat(series(cut(cut, gauge("a", "9"), gauge("x", "3", "1")))).containsExactly("a9", "x1");
    cut.forget();
    assertThat(series(cut(cut, gauge("x", "1", "2", "3")))).containsExactly("x1", "x2");
  }

  private static List<String> series(Cut.Rest rest) {
    List<String> series = new ArrayList<>();
    for (MetricFamily family : rest.families()) {
      for (Sample sample : family.samples()) {
        series.add(family.name() + (sample.labels().size() == 0 ? "" : sample.labels().value(0)));
      }
    }
    return series;
  }

  @Test
  void cutsByTheBytesToo() {
    Cut.Rest rest = cut(new Cut(new Limits(SECOND, 10, 20)), gauge("x", "123456789", "1", "2"));
    // The name and the help, and then name, label and value.
    assertThat(series(rest)).containsExactly("x123456789", "x1");
    assertThat(rest.leftOut().get(0).why())
        .contains("bytes of names and labels, more than the limit of 20")
        .contains("raise collect.max-bytes in conf/metricbay.cfg");
  }

  /** A collector that gives anything, in another order each time. */
  @Test
  void showsTheSameWholeSeriesOfARandomCollector() {
    long seed = Long.getLong("metricbay.seed", System.nanoTime());
    Random random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      List<MetricFamily> given = random(random);
      long all = Amount.of(given).series();
      Limits limits = new Limits(SECOND, (int) (all * random.nextDouble()), 1 << 20);
      Cut cut = new Cut(limits);
      Cut.Rest rest = cut.of(given, Amount.of(given));
      String what = "seed %d, round %d".formatted(seed, round);
      long left = Amount.of(rest.families()).series();
      assertThat(left).as(what).isLessThanOrEqualTo(limits.series());
      assertThat(left + rest.series()).as(what).isEqualTo(all);
      assertBeginOfPage(what, rest.families(), given, limits.series() - left);
      for (int again = 0; again < 3; again++) {
        List<MetricFamily> mixed = mixed(random, given);
        assertThat(page(cut.of(mixed, Amount.of(mixed)).families()))
            .as(what)
            .containsExactlyInAnyOrderElementsOf(page(rest.families()));
      }
    }
  }

  /** All before the first that is missing is there, nothing behind it, and that would not fit. */
  private static void assertBeginOfPage(
      String what, List<MetricFamily> rest, List<MetricFamily> given, long room) {
    List<String> page = page(given);
    List<String> shown = page(rest);
    assertThat(shown).as(what).isEqualTo(page.subList(0, shown.size()));
    List<Sample> samples =
        sorted(given).stream().flatMap(family -> family.samples().stream()).toList();
    if (shown.size() < samples.size()) {
      assertThat((long) Amount.lines(samples.get(shown.size()))).as(what).isGreaterThan(room);
    }
  }

  private static List<MetricFamily> random(Random random) {
    List<MetricFamily> families = new ArrayList<>();
    int count = 1 + random.nextInt(8);
    for (int i = 0; i < count; i++) {
      String name = "f" + (char) ('a' + random.nextInt(26)) + i;
      List<Sample> samples = new ArrayList<>();
      boolean isHistogram = random.nextBoolean();
      int size = random.nextInt(12);
      for (int j = 0; j < size; j++) {
        Labels labels = Labels.of("l", "v" + j + "_" + random.nextInt(100));
        samples.add(isHistogram ? histogram(random, labels) : new NumberSample(labels, j));
      }
      Collections.shuffle(samples, random);
      MetricDescriptor metric =
          isHistogram
              ? MetricDescriptor.histogram(name, "Help.")
              : MetricDescriptor.gauge(name, "Help.");
      families.add(metric.of(samples));
    }
    return families;
  }

  private static Sample histogram(Random random, Labels labels) {
    List<Bucket> buckets = new ArrayList<>();
    int size = random.nextInt(6);
    for (int i = 0; i < size; i++) {
      buckets.add(new Bucket(i, i));
    }
    buckets.add(new Bucket(Double.POSITIVE_INFINITY, size));
    return new HistogramSample(labels, buckets, 1);
  }

  private static List<MetricFamily> mixed(Random random, List<MetricFamily> given) {
    List<MetricFamily> mixed = new ArrayList<>();
    for (MetricFamily family : given) {
      List<Sample> samples = new ArrayList<>(family.samples());
      Collections.shuffle(samples, random);
      mixed.add(family.with(samples));
    }
    Collections.shuffle(mixed, random);
    return mixed;
  }

  private static List<MetricFamily> sorted(List<MetricFamily> families) {
    return families.stream().sorted(Comparator.comparing(MetricFamily::name)).toList();
  }

  /** Each sample as a whole, in the order of the page. */
  private static List<String> page(List<MetricFamily> families) {
    return sorted(families).stream()
        .flatMap(family -> family.samples().stream().map(sample -> family.name() + sample))
        .toList();
  }
}
