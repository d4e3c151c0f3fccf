package org.metricbay.textfile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.metricbay.api.Labels;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricType;
import org.metricbay.api.NumberSample;

class FamilyUnionTest {
  private final FamilyUnion union = new FamilyUnion(new Capacity(5, 200), "own_");

  private boolean add(String source, String text) throws TextFormatException {
    return union.add(source, TextParser.parse(text, 1000));
  }

  private MetricFamily only() {
    assertThat(union.families()).hasSize(1);
    return union.families().get(0);
  }

  @Test
  void helpMayBeMissingInOne() throws Exception {
    add("1", "a{s=\"1\"} 1\n");
    add("2", "# HELP a Some.\na{s=\"2\"} 2\n");
    assertThat(only().help()).isEqualTo("Some.");
    assertThat(only().samples()).hasSize(2);
    assertThat(union.problems()).isEmpty();
  }

  @Test
  void otherHelp() throws Exception {
    add("1", "# HELP a Some.\na{s=\"1\"} 1\n");
    add("2", "# HELP a Other.\na{s=\"2\"} 2\n");
    add("3", "# HELP a Some.\na{s=\"3\"} 3\nb 1\n");
    assertThat(union.problems())
        .containsExactly(
            "2: a has another help than in 1 and is left out",
            "3: a has another help than in 1 and is left out");
    assertThat(union.families()).extracting(MetricFamily::name).containsExactly("a", "b");
  }

  @Test
  void otherType() throws Exception {
    add("1", "# TYPE a gauge\na{s=\"1\"} 1\n");
    add("2", "# TYPE a summary\na_count 2\n");
    assertThat(union.problems())
        .containsExactly("2: a is of another type than in 1 and is left out");
    assertThat(only().type()).isEqualTo(MetricType.GAUGE);
  }

  @Test
  void sameSeries() throws Exception {
    add("1", "a 1\n");
    add("2", "a{s=\"\"} 2\na{s=\"x\"} 3\n");
    assertThat(union.problems()).containsExactly("2: a{s=\"\"} is in another one too; left out");
    assertThat(only().samples())
        .containsExactly(
            new NumberSample(Labels.empty(), 1), new NumberSample(Labels.of("s", "x"), 3));
  }

  @Test
  void ownNames() throws Exception {
    add("1", "own_a 1\n");
    assertThat(union.problems()).containsExactly("1: own_a is a name that the agent itself uses");
    assertThat(union.families()).isEmpty();
  }

  /** The API has no such counters; the values are kept, and what is not known is said so. */
  @Test
  void countersThatAreNone() throws Exception {
    add("1", "# TYPE a counter\na 1\n# TYPE b_total counter\nb_total -1\n");
    add("2", "# TYPE c_total counter\nc_total NaN\n# TYPE d_total counter\nd_total 1\n");
    assertThat(union.families())
        .extracting(MetricFamily::type)
        .containsExactly(
            MetricType.UNKNOWN, MetricType.UNKNOWN, MetricType.UNKNOWN, MetricType.COUNTER);
    assertThat(union.problems()).isEmpty();
  }

  @Test
  void oneThatIsTooLargeDoesNotCostTheOthers() throws Exception {
    assertThat(add("1", "a 1\nb 1\nc 1\n")).isTrue();
    assertThat(add("2", "d 1\ne 1\nf 1\n")).isFalse();
    assertThat(add("3", "g{h=\"" + "x".repeat(200) + "\"} 1\n")).isFalse();
    assertThat(add("4", "i 1\n")).isTrue();
    assertThat(union.families())
        .extracting(MetricFamily::name)
        .isEqualTo(List.of("a", "b", "c", "i"));
    assertThat(union.problems().get(0))
        .startsWith("2: has 3 series, which")
        .endsWith("raise collect.max-series in conf/metricbay.cfg");
    assertThat(union.problems().get(1))
        .startsWith("3: has 20")
        .endsWith("raise collect.max-bytes in conf/metricbay.cfg");
  }
}
