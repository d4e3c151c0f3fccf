package org.metricbay.host;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

class GarbageTimeTest {
  @Test
  void countsTimeInWhichHardlyAnythingElseIsDone() {
    GarbageTime garbage = new GarbageTime();
    garbage.add(1000, 900);
    garbage.add(2000, 1700);
    assertThat(garbage.isInVainFor(3000, 10, 100)).isTrue();
    assertThat(garbage.isInVainFor(3001, 10, 100)).isFalse();
  }

  @Test
  void beginsAnewAfterAnyOtherTime() {
    GarbageTime garbage = new GarbageTime();
    garbage.add(1000, 1000);
    garbage.add(1000, 499);
    garbage.add(1000, 1000);
    assertThat(garbage.isInVainFor(1000, 10, 100)).isTrue();
    assertThat(garbage.isInVainFor(1001, 10, 100)).isFalse();
  }

  /** As on a busy host, where the little that is left for others takes its time too. */
  @Test
  void doesNotCountWhatWasLessWastedAndForgetsNothing() {
    GarbageTime garbage = new GarbageTime();
    garbage.add(1000, 900);
    garbage.add(1000, 600);
    garbage.add(1000, 700);
    garbage.add(1000, 900);
    assertThat(garbage.isInVainFor(2000, 10, 100)).isTrue();
    assertThat(garbage.isInVainFor(2001, 10, 100)).isFalse();
  }

  @Test
  void allocatesNothing() {
    GarbageTime garbage = new GarbageTime();
    garbage.look(1);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 1000; i++) {
      garbage.look(1_000_000_000);
    }
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(1000);
    assertThat(garbage.isInVainFor(1, 10, 100)).isFalse();
  }

  @Test
  void whenMemoryIsFreeAgainItWasNotInVain() {
    GarbageTime garbage = new GarbageTime();
    garbage.add(1000, 1000);
    assertThat(garbage.isInVainFor(1000, 24, 100)).isTrue();
    assertThat(garbage.isInVainFor(1000, 25, 100)).isFalse();
  }
}
