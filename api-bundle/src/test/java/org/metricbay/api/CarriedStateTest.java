package org.metricbay.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class CarriedStateTest {

  @Test
  void copiesWhatItIsGivenAllTheWayDown() {
    List<Object> list = new ArrayList<>(List.of(1, 2L));
    Map<String, Object> inner = new HashMap<>(Map.of("list", list));
    Map<String, Object> outer = new HashMap<>(Map.of("inner", inner));
    CarriedState state = new CarriedState(3, outer);
    list.add("more");
    inner.put("more", true);
    outer.clear();
    assertThat(state.version()).isEqualTo(3);
    assertThat(state.values()).isEqualTo(Map.of("inner", Map.of("list", List.of(1, 2L))));
    assertThatThrownBy(() -> state.values().put("x", 1))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void tellsNumbersByName() {
    CarriedState state = new CarriedState(0, Map.of("long", 7L, "int", 8, "double", 1.5, "s", "x"));
    assertThat(state.count("long")).isEqualTo(7);
    assertThat(state.count("int")).isEqualTo(8);
    assertThat(state.count("none")).isZero();
    assertThat(state.number("double")).isEqualTo(1.5);
    assertThat(state.number("long")).isEqualTo(7);
    assertThat(state.number("none")).isZero();
    assertThatThrownBy(() -> state.count("double"))
        .hasMessage("double is a java.lang.Double, which is no whole number");
    assertThatThrownBy(() -> state.number("s"))
        .hasMessage("s is a java.lang.String, which is no number");
  }

  @Test
  void refusesWhatCannotBeCarried() {
    assertRefused(
        Map.of("at", List.of(Map.of("x", Instant.EPOCH))), "at[0].x is a java.time.Instant");
    assertRefused(Map.of("float", 1f), "float is a java.lang.Float");
    assertRefused(Map.of("list", Arrays.asList(1, null)), "list[1] is null");
    assertRefused(Map.of("map", Map.of(1, 2)), "map has a key that is no string");
    List<Object> self = new ArrayList<>();
    self.add(Collections.unmodifiableList(self));
    assertRefused(Map.of("self", self), "more than 16 deep");
    Object wide = List.of();
    for (int depth = 0; depth < 10; depth++) {
      wide = List.of(wide, wide, wide, wide, wide, wide, wide, wide);
    }
    assertRefused(Map.of("wide", wide), "more than 65536 values");
    assertThatThrownBy(() -> new CarriedState(-1, Map.of())).hasMessageContaining("0 or more");
  }

  private static void assertRefused(Map<String, Object> values, String why) {
    assertThatThrownBy(() -> new CarriedState(0, values))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }
}
