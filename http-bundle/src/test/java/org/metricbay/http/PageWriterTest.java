package org.metricbay.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.metricbay.api.HistogramSample.Bucket;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.SummarySample.Quantile;

class PageWriterTest {
  private static final MetricFamily HISTOGRAM =
      MetricFamily.histogram("h_seconds", "Time.")
          .sample(
              List.of(new Bucket(0.5, 2), new Bucket(Double.POSITIVE_INFINITY, 3)), 1.75, "a", "b")
          .build();

  private static final MetricFamily SUMMARY =
      MetricFamily.summary("s_bytes", "Size.")
          .sample(List.of(new Quantile(0.5, 10), new Quantile(0.99, Double.NaN)), 4, 25)
          .build();

  private static String page(PageFormat format, MetricFamily... families) throws IOException {
    List<MetricFamily> byName =
        Stream.of(families).sorted(Comparator.comparing(MetricFamily::name)).toList();
    String page = page(new PageWriter(format), byName);
    // For outside judges: promtool, and the parser of the Python client.
    Path folder = Files.createDirectories(Path.of("target", "pages"));
    Files.writeString(folder.resolve(Integer.toHexString(page.hashCode()) + "." + format), page);
    return page;
  }

  private static String page(PageWriter writer, List<MetricFamily> families) {
    PageText text = new PageText(1);
    writer.write(families, Escaping.UNDERSCORES, text);
    return text.toString();
  }

  @Test
  void writesAllTypesAsText() throws IOException {
    assertThat(
            page(
                PageFormat.TEXT,
                SUMMARY,
                MetricFamily.counter("c_total", "Count.").sample(0.1, "z", "1", "a", "2").build(),
                HISTOGRAM,
                MetricFamily.info("i_info", "What.").sample("v", "1").build(),
                MetricFamily.gauge("empty", "Nothing.").build(),
                MetricFamily.unknown("u", "Who knows.").sample(-3e-20).build()))
        .isEqualTo(
            """
            # HELP c_total Count.
            # TYPE c_total counter
            c_total{a="2",z="1"} 0.1
            # HELP h_seconds Time.
            # TYPE h_seconds histogram
            h_seconds_bucket{a="b",le="0.5"} 2
            h_seconds_bucket{a="b",le="+Inf"} 3
            h_seconds_count{a="b"} 3
            h_seconds_sum{a="b"} 1.75
            # HELP i_info What.
            # TYPE i_info gauge
            i_info{v="1"} 1
            # HELP s_bytes Size.
            # TYPE s_bytes summary
            s_bytes{quantile="0.5"} 10
            s_bytes{quantile="0.99"} NaN
            s_bytes_count 4
            s_bytes_sum 25
            # HELP u Who knows.
            # TYPE u untyped
            u -3.0E-20
            """);
  }

  @Test
  void writesAllTypesAsOpenMetrics() throws IOException {
    assertThat(
            page(
                PageFormat.OPEN_METRICS,
                MetricFamily.counter("c_total", "Count.").sample(1).build(),
                HISTOGRAM,
                MetricFamily.info("i_info", "What.").sample("v", "1").build(),
                SUMMARY,
                MetricFamily.unknown("u", "Who knows.").sample(3).build()))
        .isEqualTo(
            """
            # TYPE c counter
            # HELP c Count.
            c_total 1
            # TYPE h_seconds histogram
            # HELP h_seconds Time.
            h_seconds_bucket{a="b",le="0.5"} 2
            h_seconds_bucket{a="b",le="+Inf"} 3
            h_seconds_count{a="b"} 3
            h_seconds_sum{a="b"} 1.75
            # TYPE i info
            # HELP i What.
            i_info{v="1"} 1
            # TYPE s_bytes summary
            # HELP s_bytes Size.
            s_bytes{quantile="0.5"} 10
            s_bytes{quantile="0.99"} NaN
            s_bytes_count 4
            s_bytes_sum 25
            # TYPE u unknown
            # HELP u Who knows.
            u 3
            # EOF
            """);
  }

  @Test
  void keepsNamesThatLookLikeAnotherType() throws IOException {
    String names =
        List.of("_total", "_count", "_sum", "_info", "_bucket", "_created").stream()
            .sorted()
            .map(suffix -> "# HELP n%1$s N.\n# TYPE n%1$s untyped\nn%1$s 1\n".formatted(suffix))
            .reduce("", String::concat);
    MetricFamily[] families =
        List.of("_total", "_count", "_sum", "_info", "_bucket", "_created").stream()
            .map(suffix -> MetricFamily.unknown("n" + suffix, "N.").sample(1).build())
            .toArray(MetricFamily[]::new);
    assertThat(page(PageFormat.TEXT, families)).isEqualTo(names);
    assertThat(page(PageFormat.OPEN_METRICS, families))
        .contains("# TYPE n_total unknown\n# HELP n_total N.\nn_total 1\n");
  }

  @Test
  void escapesHelpAndLabels() throws IOException {
    MetricFamily family =
        MetricFamily.gauge("g", "a \\ b \"c\"\nd").sample(1, "l", "e \\ f \"g\"\nh é").build();
    assertThat(page(PageFormat.TEXT, family))
        .isEqualTo(
            """
            # HELP g a \\\\ b "c"\\nd
            # TYPE g gauge
            g{l="e \\\\ f \\"g\\"\\nh é"} 1
            """);
    assertThat(page(PageFormat.OPEN_METRICS, family)).contains("# HELP g a \\\\ b \\\"c\\\"\\nd\n");
  }

  @Test
  void counterGivesWayToAGaugeOfItsBaseName() throws IOException {
    MetricFamily[] families = {
      MetricFamily.gauge("a", "Gauge.").sample(1).build(),
      MetricFamily.info("a_info", "Info.").sample("k", "v").build(),
      MetricFamily.counter("a_total", "Counter.").sample(2).build()
    };
    assertThat(page(PageFormat.OPEN_METRICS, families))
        .isEqualTo(
            """
            # TYPE a gauge
            # HELP a Gauge.
            a 1
            # TYPE a_info gauge
            # HELP a_info Info.
            a_info{k="v"} 1
            # TYPE a_total unknown
            # HELP a_total Counter.
            a_total 2
            # EOF
            """);
    assertThat(page(PageFormat.TEXT, families)).contains("# TYPE a_total counter\n");
  }

  @Test
  void histogramGivesWayToAGaugeOfOneOfItsNames() throws IOException {
    MetricFamily gauge = MetricFamily.gauge("h_seconds_count", "Other.").sample(9).build();
    assertThat(page(PageFormat.TEXT, gauge, HISTOGRAM))
        .isEqualTo(
            """
            # HELP h_seconds_bucket Time.
            # TYPE h_seconds_bucket untyped
            h_seconds_bucket{a="b",le="0.5"} 2
            h_seconds_bucket{a="b",le="+Inf"} 3
            # HELP h_seconds_count Other.
            # TYPE h_seconds_count gauge
            h_seconds_count 9
            # HELP h_seconds_sum Time.
            # TYPE h_seconds_sum untyped
            h_seconds_sum{a="b"} 1.75
            """);
    page(PageFormat.OPEN_METRICS, gauge, HISTOGRAM, SUMMARY);
  }

  @Test
  void keepsSumsThatOpenMetricsForbids() throws IOException {
    MetricFamily negative =
        MetricFamily.histogram("h", "H.")
            .sample(List.of(new Bucket(-1, 1), new Bucket(Double.POSITIVE_INFINITY, 2)), 3)
            .build();
    MetricFamily summary =
        MetricFamily.summary("s", "S.")
            .sample(List.of(new Quantile(0.5, 1)), 4, Double.NaN)
            .build();
    assertThat(page(PageFormat.TEXT, negative))
        .contains("# TYPE h histogram", "h_count 2\nh_sum 3\n");
    assertThat(page(PageFormat.OPEN_METRICS, negative, summary))
        .isEqualTo(
            """
            # TYPE h_bucket unknown
            # HELP h_bucket H.
            h_bucket{le="-1.0"} 1
            h_bucket{le="+Inf"} 2
            # TYPE h_count unknown
            # HELP h_count H.
            h_count 2
            # TYPE h_sum unknown
            # HELP h_sum H.
            h_sum 3
            # TYPE s unknown
            # HELP s S.
            s{quantile="0.5"} 1
            # TYPE s_count unknown
            # HELP s_count S.
            s_count 4
            # TYPE s_sum unknown
            # HELP s_sum S.
            s_sum NaN
            # EOF
            """);
  }

  @Test
  void writesWholeNumbersInDigits() throws IOException {
    MetricFamily.NumberBuilder numbers = MetricFamily.gauge("g", "G.");
    double[] values = {
      0,
      -0.0,
      1,
      -17,
      16_384_000_000.0,
      0x1p53,
      -1e20,
      1e300,
      0.1,
      1 / 3.0,
      Double.MIN_VALUE,
      Double.NaN,
      Double.POSITIVE_INFINITY,
      Double.NEGATIVE_INFINITY
    };
    for (int i = 0; i < values.length; i++) {
      numbers.sample(values[i], "i", String.valueOf(i));
    }
    assertThat(
            page(PageFormat.TEXT, numbers.build())
                .lines()
                .skip(2)
                .map(line -> line.substring(line.indexOf(' ') + 1)))
        .containsExactly(
            "0",
            "-0.0",
            "1",
            "-17",
            "16384000000",
            "9.007199254740992E15",
            "-1.0E20",
            "1.0E300",
            "0.1",
            "0.3333333333333333",
            "4.9E-324",
            "NaN",
            "+Inf",
            "-Inf");
  }

  /** One writer serves all pages, and must take none of them for the one before. */
  @Test
  void noticesWhenNamesBeginAndCeaseToClash() {
    PageWriter writer = new PageWriter(PageFormat.OPEN_METRICS);
    MetricFamily counter = MetricFamily.counter("a_total", "Counter.").sample(2).build();
    MetricFamily clashing = MetricFamily.gauge("a", "Gauge.").sample(1).build();
    MetricFamily other = MetricFamily.gauge("Z", "Gauge.").sample(1).build();
    for (int i = 0; i < 3; i++) {
      assertThat(page(writer, List.of(other, counter))).contains("# TYPE a counter\n");
      assertThat(page(writer, List.of(other, counter))).contains("# TYPE a counter\n");
      assertThat(page(writer, List.of(clashing, counter))).contains("# TYPE a_total unknown\n");
    }
  }
}
