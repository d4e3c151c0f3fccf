package org.metricbay.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SparesTest {
  @Test
  void givesWhatWasKeptLastAndThenNothing() {
    Spares<String> spares = new Spares<>();
    assertThat(spares.take()).isEmpty();
    assertThat(spares.keep("first")).isTrue();
    assertThat(spares.keep("last")).isTrue();
    assertThat(spares.take()).contains("last");
    assertThat(spares.take()).contains("first");
    assertThat(spares.take()).isEmpty();
  }

  @Test
  void keepsAsManyAsSaidOrAsAreUsual() {
    Spares<Integer> many = new Spares<>(1000);
    for (int i = 0; i < 1000; i++) {
      assertThat(many.keep(i)).isTrue();
    }
    assertThat(many.keep(1000)).isFalse();
    assertThat(new Spares<>(0).keep("one")).isTrue();
  }

  @Test
  void keepsMoreThanAreUsedAtOnceButNotAnyNumber() {
    Spares<Integer> spares = new Spares<>();
    int kept = 0;
    while (spares.keep(kept)) {
      kept++;
    }
    int processors = Runtime.getRuntime().availableProcessors();
    assertThat(kept).isGreaterThan(processors + 1).isLessThan(10 * processors);
    assertThat(spares.take()).contains(kept - 1);
  }
}
