package org.metricbay.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class KernelClockTest {
  @Test
  void knowsWhereTheFieldsAre() {
    ByteBuffer timex = ByteBuffer.allocate(256).order(ByteOrder.nativeOrder());
    timex.putLong(8, -7).putLong(88, 10_000).putInt(160, 37);
    KernelClock clock = KernelClock.parse(5, timex);
    assertThat(clock.state()).isEqualTo(KernelClock.NOT_SYNCHRONIZED);
    assertThat(clock.offset()).isEqualTo(-7);
    assertThat(clock.tick()).isEqualTo(10_000);
    assertThat(clock.tai()).isEqualTo(37);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void asksThisKernel() throws IOException {
    KernelClock clock = KernelClock.read();
    assertThat(clock.state()).isBetween(0, 5);
    // The kernel keeps it within a tenth of 10 ms.
    assertThat(clock.tick()).isBetween(9_000L, 11_000L);
  }
}
