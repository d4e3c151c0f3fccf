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
    assertThat(garbage.isWastedFor(3000)).isTrue();
    assertThat(garbage.isWastedFor(3001)).isFalse();
  }

  @Test
  void beginsAnewAfterAnyOtherTime() {
    GarbageTime garbage = new GarbageTime();
    garbage.add(1000, 1000);
    garbage.add(1000, 700);
    garbage.add(1000, 1000);
    assertThat(garbage.isWastedFor(1000)).isTrue();
    assertThat(garbage.isWastedFor(1001)).isFalse();
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
    assertThat(garbage.isWastedFor(1)).isFalse();
  }
}
