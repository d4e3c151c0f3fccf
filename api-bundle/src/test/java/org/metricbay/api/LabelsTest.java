package org.metricbay.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class LabelsTest {
  @Test
  void areSortedByNameAndEqualWhateverTheirOrder() {
    Labels labels = Labels.of("mode", "idle", "cpu", "0", "b", "1");
    assertThat(labels).hasToString("{b=\"1\",cpu=\"0\",mode=\"idle\"}");
    assertThat(labels)
        .isEqualTo(Labels.of("cpu", "0", "b", "1", "mode", "idle"))
        .hasSameHashCodeAs(Labels.of("cpu", "0", "b", "1", "mode", "idle"))
        .isNotEqualTo(Labels.of("cpu", "1", "b", "1", "mode", "idle"))
        .isNotEqualTo(Labels.of("cpu", "0"));
    assertThat(labels.name(1)).isEqualTo("cpu");
    assertThat(labels.value(1)).isEqualTo("0");
    assertThat(labels.has("cpu")).isTrue();
    assertThat(labels.has("0")).isFalse();
  }

  @Test
  void noneAreTheEmptyOnes() {
    assertThat(Labels.of()).isSameAs(Labels.empty());
    assertThat(Labels.empty()).hasToString("");
    assertThat(Labels.empty().size()).isZero();
  }

  @Test
  void doNotChangeWithTheArrayThatTheyWereMadeOf() {
    String[] pairs = {"a", "1"};
    Labels labels = Labels.of(pairs);
    pairs[1] = "2";
    assertThat(labels.value(0)).isEqualTo("1");
  }

  @Test
  void sayWhatIsWrong() {
    assertThatThrownBy(() -> Labels.of("a"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "labels [a] have a name without a value: give names and values in turn, as in"
                + " \"cpu\", \"0\", \"mode\", \"idle\"");
    assertThatThrownBy(() -> Labels.of("b", "1", "a", "1", "b", "2"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("label \"b\" is given twice: keep one of them");
    assertThatThrownBy(() -> Labels.of("a", none()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("label \"a\" has the value null: leave the label out or use \"\"");
    assertThatThrownBy(() -> Labels.of("b", "1", none(), "1", "a", "2"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a label name is missing: give a non-empty name");
  }

  /** A null that a plugin's code may hand over whatever our annotations say. */
  static String none() {
    return System.getProperties().getProperty("metricbay.not.there");
  }
}
