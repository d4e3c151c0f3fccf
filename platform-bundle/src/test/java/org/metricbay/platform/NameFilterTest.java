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
    assertThat(read(Map.of()).test("any")).isTrue();
    assertThat(read(Map.of("fan-include", "^left")).test("left1")).isTrue();
    assertThat(read(Map.of("fan-include", "^left")).test("right1")).isFalse();
    assertThat(read(Map.of("fan-exclude", "left")).test("upperleft")).isFalse();
    assertThat(read(Map.of("fan-exclude", "left")).test("right")).isTrue();
  }

  @Test
  void takesWhatIsGivenInPlaceOfWhatIsUsual() {
    assertThat(usually(Map.of()).test("loop0")).isFalse();
    assertThat(usually(Map.of()).test("sda")).isTrue();
    assertThat(usually(Map.of("disk-exclude", "^sda$")).test("loop0")).isTrue();
    assertThat(usually(Map.of("disk-exclude", "^sda$")).test("sda")).isFalse();
    assertThat(usually(Map.of("disk-include", "^loop")).test("loop0")).isTrue();
    assertThat(usually(Map.of("disk-include", "^loop")).test("sda")).isFalse();
  }

  private static NameFilter usually(Map<String, String> values) {
    return NameFilter.read(new ConfigValues(values), "disk", "^loop");
  }

  @Test
  void refusesBothAndWrongExpressions() {
    assertThatThrownBy(() -> read(Map.of("fan-include", "a", "fan-exclude", "b")))
        .hasMessage("fan-include: cannot be given together with fan-exclude");
    assertThatThrownBy(() -> read(Map.of("fan-exclude", "(")))
        .hasMessageContaining("fan-exclude: is not a regular expression");
  }
}
