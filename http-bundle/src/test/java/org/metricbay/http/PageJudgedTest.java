package org.metricbay.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.metricbay.api.HistogramSample.Bucket;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricType;
import org.metricbay.api.SummarySample.Quantile;

/** Random families, some of which clash, give the page that client_java's writers give. */
class PageJudgedTest {
  private static final int PAGES = 300;
  private static final Pattern NUMBER = Pattern.compile(" (\\S+)$");
  private static final double[] VALUES = {
    0, 1, 12, 0.5, 1e-9, 1e9, 123456789.125, 1e18, 1e22, Double.MAX_VALUE, Double.POSITIVE_INFINITY
  };

  /** Those that every format has; OlderKindsTest has the others. */
  private static final MetricType[] TYPES = {
    MetricType.COUNTER,
    MetricType.GAUGE,
    MetricType.UNKNOWN,
    MetricType.INFO,
    MetricType.HISTOGRAM,
    MetricType.SUMMARY
  };

  private final Random random = new Random(2026);

  @ParameterizedTest
  @EnumSource
  void writesTheSameAsClientJava(PageFormat format) throws IOException {
    // One for all pages, as what it keeps of one must not show on another.
    PageWriter writer = new PageWriter(format);
    PageText page = new PageText(1);
    for (int i = 0; i < PAGES; i++) {
      List<MetricFamily> families = families();
      page.clear();
      writer.write(families, page);
      assertThat(lines(page.toString()))
          .isEqualTo(lines(new ClientJavaPage(format).write(families)));
    }
  }

  /**
   * The lines with numbers in one form. Order of samples is ours to choose, so it does not count.
   */
  private static List<String> lines(String page) {
    return page.lines()
        .map(
            line ->
                line.startsWith("#")
                    ? line
                    : NUMBER
                        .matcher(line)
                        .replaceAll(found -> " " + Double.valueOf(parsable(found.group(1)))))
        .sorted()
        .toList();
  }

  private static String parsable(String number) {
    return number.replace("Inf", "Infinity");
  }

  private List<MetricFamily> families() {
    Map<String, MetricFamily> byName = new TreeMap<>();
    for (int i = random.nextInt(12); i >= 0; i--) {
      MetricFamily family = family(one(TYPES));
      byName.putIfAbsent(family.name(), family);
    }
    return List.copyOf(byName.values());
  }

  private MetricFamily family(MetricType type) {
    String name = one("a", "b", "node_x") + one("", "_count", "_sum", "_bucket", "_created");
    String help = one("Help.", "With \"quotes\".", "C:\\dir\nline", "Größe ☂.");
    return switch (type) {
      case COUNTER -> numbers(MetricFamily.counter(name + "_total", help), false);
      case GAUGE -> numbers(MetricFamily.gauge(name, help), true);
      case UNKNOWN -> numbers(MetricFamily.unknown(name + one("", "_total", "_info"), help), true);
      case INFO -> {
        MetricFamily.InfoBuilder info = MetricFamily.info(name + "_info", help);
        series().forEach(info::sample);
        yield info.build();
      }
      case HISTOGRAM -> {
        MetricFamily.HistogramBuilder histogram = MetricFamily.histogram(name, help);
        series().forEach(labels -> histogram.sample(buckets(), value(false), labels));
        yield histogram.build();
      }
      case SUMMARY -> {
        MetricFamily.SummaryBuilder summary = MetricFamily.summary(name, help);
        series().forEach(labels -> summary.sample(quantiles(), 7, value(true), labels));
        yield summary.build();
      }
      default -> throw new IllegalArgumentException(type.name());
    };
  }

  private MetricFamily numbers(MetricFamily.NumberBuilder builder, boolean anySign) {
    series().forEach(labels -> builder.sample(value(anySign), labels));
    return builder.build();
  }

  /** Labels of up to four samples, each set once. */
  private List<String[]> series() {
    List<String[]> series = new ArrayList<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      String odd = one("x", "", "with \"quotes\"", "back\\slash", "line\nend", "é☂");
      series.add(
          i % 2 == 0
              ? new String[] {"i", String.valueOf(i), "odd", odd}
              : new String[] {"z", odd, "i", String.valueOf(i)});
    }
    return series;
  }

  private List<Bucket> buckets() {
    List<Bucket> buckets = new ArrayList<>();
    double first = random.nextInt(4) - 1;
    IntStream.range(0, random.nextInt(3)).forEach(i -> buckets.add(new Bucket(first + i, i)));
    buckets.add(new Bucket(Double.POSITIVE_INFINITY, 9));
    return buckets;
  }

  private List<Quantile> quantiles() {
    return IntStream.range(0, random.nextInt(3))
        .mapToObj(i -> new Quantile(i / 10.0, value(true)))
        .sorted(Comparator.comparingDouble(Quantile::rank))
        .toList();
  }

  private double value(boolean anySign) {
    double value = VALUES[random.nextInt(VALUES.length)];
    return anySign && random.nextBoolean() ? -value : value;
  }

  @SafeVarargs
  private final <T> T one(T... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
