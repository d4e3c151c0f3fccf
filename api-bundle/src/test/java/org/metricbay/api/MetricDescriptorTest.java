package org.metricbay.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class MetricDescriptorTest {
  private static final MetricDescriptor CPU =
      MetricDescriptor.counter("x_seconds_total", "Help.", "mode", "cpu");

  private static void refused(Runnable making, String message) {
    assertThatThrownBy(making::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void makesTheFamilyThatTheBuildersOf10Make() {
    assertThat(CPU.samples().add(1, "idle", "0").add(2, "user", "1").build())
        .isEqualTo(
            MetricFamily.counter("x_seconds_total", "Help.")
                .sample(1, "cpu", "0", "mode", "idle")
                .sample(2, "cpu", "1", "mode", "user")
                .build());
    MetricDescriptor load = MetricDescriptor.gauge("x", "Help.");
    assertThat(load.of(3)).isEqualTo(MetricFamily.gauge("x", "Help.").sample(3).build());
    assertThat(load.of(3).descriptor()).isSameAs(load);
    assertThat(load.none()).isEqualTo(MetricFamily.gauge("x", "Help.").build());
  }

  @Test
  void takesLabelValuesInTheOrderOfItsNamesWhateverThatIs() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      List<String> names = new ArrayList<>(List.of("a", "b", "c", "d", "e", "f"));
      Collections.shuffle(names, random);
      String[] given = names.subList(0, random.nextInt(7)).toArray(new String[0]);
      String[] values = new String[given.length];
      String[] pairs = new String[2 * given.length];
      for (int i = 0; i < given.length; i++) {
        values[i] = "v" + random.nextInt(3);
        pairs[2 * i] = given[i];
        pairs[2 * i + 1] = values[i];
      }
      assertThat(MetricDescriptor.gauge("x", "Help.", given).labels(values))
          .as("seed %s, round %s", seed, round)
          .isEqualTo(Labels.of(pairs))
          .hasSameHashCodeAs(Labels.of(pairs))
          .hasToString(Labels.of(pairs).toString());
    }
  }

  @Test
  void doesNotChangeWithTheArrayOfValues() {
    String[] values = {"idle", "0"};
    Labels labels = CPU.labels(values);
    values[0] = "user";
    assertThat(labels).hasToString("{cpu=\"0\",mode=\"idle\"}");
  }

  @Test
  void leavesOutASampleWithoutAValueForEachLabel() {
    MetricFamily family =
        CPU.samples()
            .add(1)
            .add(2, "idle")
            .add(3, "idle", LabelsTest.none())
            .add(4, "idle", "0")
            .build();
    assertThat(family.samples()).hasSize(1);
    assertThat(family.leftOut())
        .extracting(LeftOut::toString)
        .containsExactly(
            "a sample of x_seconds_total is wrong: x_seconds_total has the labels [mode, cpu] but 0 values are"
                + " given: give one for each",
            "a sample of x_seconds_total is wrong: x_seconds_total has the labels [mode, cpu] but 1 values are"
                + " given: give one for each",
            "a sample of x_seconds_total is wrong: label \"cpu\" has the value null: leave the label out or"
                + " use \"\"");
  }

  @Test
  void saysWhatAReaderCouldNotUse() {
    MetricFamily family =
        CPU.samples().add(1, "idle", "0").leaveOut("line 3 of /proc/stat", "has no number").build();
    assertThat(family.samples()).hasSize(1);
    assertThat(family.leftOut())
        .containsExactly(new LeftOut("line 3 of /proc/stat", "has no number"));
    assertThat(family.with(List.of()).leftOut()).isEqualTo(family.leftOut());
  }

  @Test
  void isCheckedWhereItIsMade() {
    refused(
        () -> MetricDescriptor.gauge("x", "Help.", "a", "a"),
        "label \"a\" is given twice: keep one of them");
    refused(
        () -> MetricDescriptor.gauge("x", "Help.", "__a"),
        "label name \"__a\" starts with __, which Prometheus keeps for itself");
  }

  @Test
  void oneThatWasFoundSaysWhatIsWrongWithIt() {
    MetricDescriptor found = MetricDescriptor.found(MetricType.GAUGE, "x-y", "Help.", "a");
    assertThat(found.of(1).samples()).isEmpty();
    assertThat(found.of(1).leftOut())
        .singleElement()
        .asString()
        .startsWith("metric \"x-y\" is wrong: metric name \"x-y\" has '-' at position 1");
    assertThat(MetricDescriptor.found(MetricType.GAUGE, "x", "Help.", "a"))
        .isEqualTo(MetricDescriptor.gauge("x", "Help."));
    assertThat(MetricFamily.unusable("line 3", "has no number").leftOut())
        .containsExactly(new LeftOut("line 3", "has no number"));
  }

  @Test
  void hasAFamilyWithoutSamplesWhereThereIsNoValue() {
    MetricDescriptor load = MetricDescriptor.gauge("x", "Help.");
    assertThat(load.of(OptionalDouble.of(2))).isEqualTo(load.of(2));
    assertThat(load.of(OptionalDouble.empty())).isEqualTo(load.none());
  }

  @Test
  void hasAUnitThatItsNameSays() {
    assertThat(CPU.unit()).isEmpty();
    assertThat(CPU.withUnit("seconds").unit()).contains("seconds");
    assertThat(CPU.withUnit("seconds").labelNames()).containsExactly("mode", "cpu");
    assertThat(CPU.withUnit("seconds")).isNotEqualTo(CPU);
    refused(
        () -> CPU.withUnit("bytes"),
        "metric \"x_seconds_total\" does not end in its unit: name it \"…_bytes\"");
    refused(
        () -> MetricDescriptor.info("x_info", "Help.").withUnit("info"),
        "INFO \"x_info\" can have no unit: leave it out");
  }

  @Test
  void hasNamesOfAnyCharactersOnlyIfThatIsMeant() {
    MetricDescriptor requests =
        MetricDescriptor.utf8(MetricType.COUNTER, "http.größe_total", "Help.", "http.method");
    MetricFamily family = requests.samples().add(1, "GET").build();
    assertThat(family.name()).isEqualTo("http.größe_total");
    assertThat(requests.hasPlainName()).isFalse();
    assertThat(family.samples().get(0).labels()).isEqualTo(Labels.ofUtf8("http.method", "GET"));
    assertThat(family.samples().get(0).labels().hasPlainNames()).isFalse();
    assertThat(CPU.hasPlainName()).isTrue();
    assertThat(Labels.of("a", "ä").hasPlainNames()).isTrue();
    refused(
        () -> MetricDescriptor.utf8(MetricType.GAUGE, "a\ud800", "Help."),
        "metric name \"a\ud800\" has half of a character: it cannot be written as UTF-8");
    refused(
        () -> MetricDescriptor.utf8(MetricType.COUNTER, "http.requests", "Help."),
        "counter \"http.requests\" must end in _total: name it \"http.requests_total\"");
  }

  @Test
  void knowsTheNamesOfItsLines() {
    assertThat(CPU.namesOnPage()).containsExactly("x_seconds_total");
    assertThat(MetricDescriptor.histogram("h", "Help.").namesOnPage())
        .containsExactly("h", "h_bucket", "h_count", "h_sum");
    assertThat(MetricDescriptor.summary("s", "Help.").namesOnPage())
        .containsExactly("s", "s_count", "s_sum");
    assertThat(MetricDescriptor.gaugeHistogram("g", "Help.").namesOnPage())
        .containsExactly("g", "g_bucket", "g_gcount", "g_gsum");
  }
}
