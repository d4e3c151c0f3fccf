package org.metricbay.textfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.metricbay.api.HistogramSample;
import org.metricbay.api.HistogramSample.Bucket;
import org.metricbay.api.Labels;
import org.metricbay.api.MetricType;
import org.metricbay.api.NumberSample;
import org.metricbay.api.SummarySample;
import org.metricbay.api.SummarySample.Quantile;

class TextParserTest {
  private static List<TextFamily> parse(String text) throws TextFormatException {
    return TextParser.parse(text, 1000);
  }

  private static TextFamily only(String text) throws TextFormatException {
    List<TextFamily> families = parse(text);
    assertThat(families).hasSize(1);
    return families.get(0);
  }

  private static double value(String text) throws TextFormatException {
    return ((NumberSample) only(text).samples().get(0)).value();
  }

  private static void assertRefused(String text, String message) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(TextFormatException.class)
        .hasMessageContaining(message);
  }

  @Test
  void plain() throws Exception {
    assertThat(only("a 1\n"))
        .isEqualTo(
            new TextFamily(
                "a",
                MetricType.UNKNOWN,
                Optional.empty(),
                List.of(new NumberSample(Labels.empty(), 1))));
  }

  @Test
  void nothing() throws Exception {
    assertThat(parse("")).isEmpty();
    assertThat(parse("\n \t\n#\n# \n# a comment\n#comment\n# HELP\n# TYPE \n# EOF\n")).isEmpty();
  }

  @Test
  void familiesWithoutSamplesAreLeftOut() throws Exception {
    assertThat(parse("# HELP a Some.\n# TYPE a gauge\nb 1\n"))
        .extracting(TextFamily::name)
        .containsExactly("b");
  }

  @ParameterizedTest
  @CsvSource({
    "counter,COUNTER",
    "gauge,GAUGE",
    "untyped,UNKNOWN",
    "GAUGE,GAUGE",
    "Counter,COUNTER"
  })
  void types(String word, MetricType type) throws Exception {
    assertThat(only("# TYPE a " + word + "\na 1\n").type()).isEqualTo(type);
  }

  @Test
  void help() throws Exception {
    assertThat(only("#  HELP \ta   Two  words \\\\ \\n \\\" \".\na 1\n").help())
        .contains("Two  words \\ \n \" \".");
    assertThat(only("# HELP a  \na 1\n").help()).isEmpty();
    assertThat(only("# HELP a \\n\na 1\n").help()).isEmpty();
    assertThat(only("a 1\n# HELP a Late.\n").help()).contains("Late.");
  }

  @Test
  void labels() throws Exception {
    assertThat(only(" a { b = \"x\" , c_1=\"{,}=\\\" \\\\ \\n ü\" ,} 1\n").samples())
        .containsExactly(new NumberSample(Labels.of("b", "x", "c_1", "{,}=\" \\ \n ü"), 1));
    assertThat(only("a{} 1\n").samples()).containsExactly(new NumberSample(Labels.empty(), 1));
    assertThat(only("a:b\t{c=\"\"}1  \n").samples())
        .containsExactly(new NumberSample(Labels.of("c", ""), 1));
  }

  @Test
  void missingLabelsAreEmpty() throws Exception {
    assertThat(only("a 1\na{b=\"x\"} 2\na{c=\"y\"} 3\n").samples())
        .containsExactly(
            new NumberSample(Labels.of("b", "", "c", ""), 1),
            new NumberSample(Labels.of("b", "x", "c", ""), 2),
            new NumberSample(Labels.of("b", "", "c", "y"), 3));
  }

  @ParameterizedTest
  @CsvSource({
    "0,0",
    "-1.5,-1.5",
    "+2,2",
    ".5,0.5",
    "5.,5",
    "1e3,1000",
    "1E-3,0.001",
    "Inf,Infinity",
    "+inf,Infinity",
    "-INF,-Infinity",
    "infinity,Infinity",
    "NaN,NaN",
    "nan,NaN"
  })
  void numbers(String text, Double value) throws Exception {
    assertThat(value("a " + text + "\n")).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1d",
        "1f",
        "0x1p3",
        "0x10",
        "1_000",
        "1,5",
        "e",
        "e5",
        ".",
        "-",
        "--1",
        "1e",
        "1e999",
        "true",
        "1\r",
        "Infinite",
        "\u0661",
        "1\u00a0"
      })
  void noNumbers(String text) {
    assertRefused("b 1\na " + text + "\n", "line 2: a number is expected, not \"");
  }

  @Test
  void histogram() throws Exception {
    TextFamily family =
        only(
            """
            # TYPE h histogram
            h_sum{x="1"} 7.5
            h_bucket{le="+Inf",x="1"} 4
            h_bucket{x="1",le="0.5"} 1
            h_bucket{x="1",le="1e1"} 3
            h_count{x="1"} 4
            h_count 2
            h_bucket{le="1"} 2
            """);
    assertThat(family.type()).isEqualTo(MetricType.HISTOGRAM);
    assertThat(family.samples())
        .containsExactly(
            new HistogramSample(
                Labels.of("x", "1"),
                List.of(
                    new Bucket(0.5, 1), new Bucket(10, 3), new Bucket(Double.POSITIVE_INFINITY, 4)),
                7.5),
            // Without +Inf, the count tells it; without a sum, it is 0.
            new HistogramSample(
                Labels.of("x", ""),
                List.of(new Bucket(1, 2), new Bucket(Double.POSITIVE_INFINITY, 2)),
                0));
  }

  @Test
  void summary() throws Exception {
    assertThat(
            only("""
                # TYPE s summary
                s{quantile="0.9"} NaN
                s{quantile="0.5"} 1
                s_sum 3
                s_count 2
                """)
                .samples())
        .containsExactly(
            new SummarySample(
                Labels.empty(),
                List.of(new Quantile(0.5, 1), new Quantile(0.9, Double.NaN)),
                2,
                3));
  }

  @Test
  void suffixesOfOtherTypesAreNamesOfTheirOwn() throws Exception {
    assertThat(parse("# TYPE a gauge\na 1\na_count 2\na_bucket{le=\"1\"} 3\nb_sum 4\n"))
        .extracting(TextFamily::name)
        .containsExactly("a", "a_count", "a_bucket", "b_sum");
    assertThat(parse("# TYPE s summary\ns_count 1\ns_bucket 2\n"))
        .extracting(TextFamily::name)
        .containsExactly("s", "s_bucket");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 | a metric name is expected, not \"1\"",
        "{a=\"b\"} 1 | a metric name is expected, not \"{a=\"b\"}\"",
        "ä 1 | a metric name is expected",
        "a-b 1 | a metric name cannot be \"a-b\"",
        "a+1 | a metric name cannot be \"a+1\"",
        "a | the value of a is missing",
        "a{b=\"c\"} | the value of a is missing",
        "a{b=\"c\" 1 | , or } is expected after label b, not \"1\"",
        "a{b=\"c\" d=\"e\"} 1 | , or } is expected after label b",
        "a{b=\"c | the value of label b has no \" at its end",
        "a{b= | the value of label b must stand in \"\"",
        "a{b=c} 1 | the value of label b must stand in \"\"",
        "a{b | = is expected after label name b",
        "a{b:c=\"x\"} 1 | = is expected after label name b, not \":c",
        "a{ | a label name or } is expected",
        "a{,} 1 | a label name or } is expected",
        "a{\"b\"=\"c\"} 1 | a label name or } is expected",
        "a{b=\"\\x\"} 1 | \\x is no escape",
        "a{b=\"c\",b=\"d\"} 1 | label \"b\" is given twice",
        "a{__name__=\"c\"} 1 | label name \"__name__\" starts with __",
        "a 1 1441205977284 | \"1441205977284\" follows the value of a: neither a timestamp",
        "a 1 # {x=\"y\"} 1 | \"#\" follows the value of a",
        "# TYPE a other | the type must be counter, gauge, histogram, summary or untyped",
        "# TYPE a gaugehistogram | the type must be",
        "# TYPE a gauge gauge | nothing may follow the type",
        "# HELP a-b x | a metric name cannot be \"a-b\"",
        "# HELP a \\x | \\x is no escape",
      })
  void refused(String line, String message) {
    assertRefused("ok 1\n\n" + line + "\nok 2\n", "line 3: " + message);
  }

  @Test
  void refusedTogether() {
    assertRefused("a 1\na 2\n", "line 2: series a is there a second time");
    assertRefused("a{b=\"\"} 1\na 2\n", "line 2: series a is there a second time");
    assertRefused("# HELP a x\n# HELP a x\n", "line 2: a second HELP for a");
    assertRefused("# TYPE a gauge\n# TYPE a gauge\n", "line 2: a second TYPE for a");
    assertRefused("a 1\n# TYPE a gauge\n", "line 2: the TYPE of a after its values");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "h 1 | histogram h has only",
        "h{le=\"1\"} 1 | histogram h has only",
        "h_bucket 1 | histogram h has only",
        "h_count{le=\"1\"} 1 | histogram h has only",
        "h_bucket{le=\"x\"} 1 | a number is expected, not \"x\"",
        "h_bucket{le=\"NaN\"} 1 | NaN is no le",
        "h_bucket{le=\"1\",le=\"1\"} 1 | label le is given twice",
        "h_bucket{le=\"1\"} 1.5 | a count must be a whole number from 0, not 1.5",
        "h_bucket{le=\"1\"} -1 | a count must be a whole number from 0, not -1.0",
        "h_count NaN | a count must be a whole number from 0, not NaN",
        "h_sum 1 | histogram h has neither a bucket +Inf nor a count",
      })
  void refusedInHistograms(String line, String message) {
    assertRefused("# TYPE h histogram\n" + line + "\n", "line 2: " + message);
  }

  @Test
  void refusedTogetherInHistograms() {
    String type = "# TYPE h histogram\n";
    assertRefused(
        type + "h_bucket{le=\"1\"} 2\nh_bucket{le=\"1.0\"} 2\nh_count 2\n",
        "line 3: bucket 1.0 of h is there a second time");
    assertRefused(type + "h_count 2\nh_count 2\n", "line 3: the count of h is there a second");
    assertRefused(type + "h_sum 2\nh_sum 2\n", "line 3: the sum of h is there a second time");
    assertRefused(
        type + "h_bucket{le=\"+Inf\"} 2\nh_count 3\n", "line 2: histogram h counts 3 but has 2");
    assertRefused(
        type + "h_bucket{le=\"1\"} 3\nh_bucket{le=\"2\"} 2\nh_count 3\n",
        "line 2: histogram h has less up to 2.0 than up to the bound before");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "s 1 | summary s has only",
        "s_sum{quantile=\"0.5\"} 1 | summary s has only",
        "s{quantile=\"1.5\"} 1 | a quantile must be from 0 to 1, not 1.5",
        "s{quantile=\"NaN\"} 1 | NaN is no quantile",
        "s_count 0.5 | a count must be a whole number",
      })
  void refusedInSummaries(String line, String message) {
    assertRefused("# TYPE s summary\n" + line + "\n", "line 2: " + message);
  }

  @Test
  void halfWritten() {
    String whole = "# HELP a Some.\n# TYPE a gauge\na{b=\"c\"} 12\n";
    for (int length = 1; length < whole.length(); length++) {
      String half = whole.substring(0, length);
      if (!half.endsWith("\n")) {
        assertRefused(half, "the last line has no end: the text is only half written");
      }
    }
  }

  @Test
  void messagesStayShortAndOnOneLine() {
    assertThatThrownBy(() -> parse("a " + "x\u001b[1m".repeat(1000) + "\n"))
        .hasMessageMatching("line 1: a number is expected, not \"(x\\\\x1b\\[1m){12}…\"");
  }

  @Test
  void tooManySeries() {
    assertThatThrownBy(() -> TextParser.parse("a 1\nb 1\nc 1\n", 2))
        .hasMessage("line 3: there are more than 2 series");
  }

  /** Else a file of a megabyte could keep a scrape busy for minutes, or fill the memory. */
  @Test
  void tooManyLabels() {
    StringBuilder line = new StringBuilder("a{");
    StringBuilder family = new StringBuilder();
    for (int i = 0; i < 101; i++) {
      line.append("l").append(i).append("=\"\",");
      family.append("b{l").append(i).append("=\"x\"} 1\n");
    }
    assertRefused(line + "} 1\n", "line 1: more than 100 labels");
    assertRefused(family.toString(), "line 101: b has more than 100 different label names");
  }
}
