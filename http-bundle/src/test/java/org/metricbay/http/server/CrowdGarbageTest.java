package org.metricbay.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class CrowdGarbageTest {
  private int collections;
  private int shrinks;
  private final CrowdGarbage garbage = new CrowdGarbage(() -> collections++, () -> shrinks++);

  private void close(int connections) {
    for (int i = 0; i < connections; i++) {
      garbage.closed();
    }
  }

  @Test
  void fewClientsCauseNone() {
    for (int i = 0; i < 100; i++) {
      close(2);
      garbage.look(10);
    }
    assertThat(collections).isZero();
    assertThat(garbage.isCrowded()).isFalse();
  }

  @Test
  void whenACrowdHasGoneTheHeapShrinksSoonAndOnceMore() {
    garbage.look(500);
    assertThat(garbage.isCrowded()).isTrue();
    garbage.look(100);
    garbage.look(0);
    garbage.look(0);
    assertThat(shrinks).as("what it began may go on").isZero();
    garbage.look(0);
    assertThat(shrinks).isEqualTo(1);
    for (int i = 0; i < 20; i++) {
      garbage.look(0);
    }
    assertThat(shrinks).isEqualTo(2);
    assertThat(collections).isZero();
    assertThat(garbage.isCrowded()).isFalse();
  }

  @Test
  void whileClientsComeAndGoThereIsOneNowAndThen() {
    for (int i = 0; i < 30; i++) {
      close(1000);
      garbage.look(400);
    }
    assertThat(collections).isEqualTo(10);
  }
}
