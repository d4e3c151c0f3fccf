package org.metricbay.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class KnownNamesTest {
  private final List<String> asked = new ArrayList<>();
  private Predicate<String> filter = choosing("a");
  private final KnownNames names = new KnownNames(() -> filter);

  private Predicate<String> choosing(String prefix) {
    return name -> {
      asked.add(name);
      return name.startsWith(prefix);
    };
  }

  @Test
  void asksOnceForEachName() {
    for (int i = 0; i < 3; i++) {
      assertThat(names.test("a1")).isTrue();
      assertThat(names.test("b1")).isFalse();
    }
    assertThat(asked).containsExactly("a1", "b1");
  }

  @Test
  void asksAnotherFilterAnew() {
    names.test("a1");
    filter = choosing("b");
    assertThat(names.test("a1")).isFalse();
    assertThat(names.test("b1")).isTrue();
  }

  @Test
  void doesNotKeepAllThatEverWas() {
    for (int i = 0; i < 5000; i++) {
      names.test("a" + i);
    }
    names.test("a0");
    assertThat(asked).hasSize(5001);
  }
}
