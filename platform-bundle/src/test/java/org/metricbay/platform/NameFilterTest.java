package org.metricbay.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class NameFilterTest {
  private static NameFilter read(Map<String, String> values) {
    return NameFilter.read(new ConfigValues(values), "fan");
  }

  @Test
  void acceptsAllUnlessTold() {
    assertThat(read(Map.of()).accepts("any")).isTrue();
    assertThat(read(Map.of("fan-include", "^left")).accepts("left1")).isTrue();
    assertThat(read(Map.of("fan-include", "^left")).accepts("right1")).isFalse();
    assertThat(read(Map.of("fan-exclude", "left")).accepts("upperleft")).isFalse();
    assertThat(read(Map.of("fan-exclude", "left")).accepts("right")).isTrue();
  }

  @Test
  void refusesBothAndWrongExpressions() {
    assertThatThrownBy(() -> read(Map.of("fan-include", "a", "fan-exclude", "b")))
        .hasMessage("fan-include = a: cannot be given together with fan-exclude");
    assertThatThrownBy(() -> read(Map.of("fan-exclude", "(")))
        .hasMessageContaining("fan-exclude = (: is not a regular expression");
  }
}
