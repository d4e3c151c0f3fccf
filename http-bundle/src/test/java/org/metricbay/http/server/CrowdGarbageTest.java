package org.metricbay.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class CrowdGarbageTest {
  private int collections;
  private boolean wasteful;
  private final CrowdGarbage garbage = new CrowdGarbage(() -> wasteful, () -> collections++);

  private void look(int open, int closed) {
    for (int i = 0; i < closed; i++) {
      garbage.closed();
    }
    garbage.look(open);
  }

  @Test
  void fewClientsCauseNone() {
    wasteful = true;
    for (int i = 0; i < 1000; i++) {
      look(10, 2);
    }
    assertThat(collections).isZero();
    assertThat(garbage.isCrowded()).isFalse();
  }

  @Test
  void whenACrowdHasGoneItIsDoneSoonAndOnceMore() {
    look(500, 0);
    assertThat(garbage.isCrowded()).isTrue();
    look(100, 0);
    for (int i = 0; i < 23; i++) {
      look(0, 0);
    }
    assertThat(collections).as("what it began may go on").isZero();
    look(0, 0);
    assertThat(collections).isEqualTo(1);
    for (int i = 0; i < 200; i++) {
      look(0, 0);
    }
    assertThat(collections).isEqualTo(2);
    assertThat(garbage.isCrowded()).isFalse();
  }

  @Test
  void whileACrowdIsThereItIsDoneWhenItIsWorthIt() {
    for (int i = 0; i < 30; i++) {
      wasteful = i % 10 == 0;
      look(400, 0);
    }
    assertThat(collections).isEqualTo(3);
  }

  @Test
  void thoseWhoComeAndGoAreACrowdToo() {
    wasteful = true;
    look(1, 100);
    assertThat(garbage.isCrowded()).isTrue();
    assertThat(collections).isEqualTo(1);
  }
}
