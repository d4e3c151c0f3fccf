package org.metricbay.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class PageSizeTest {
  private static ByteBuffer vector(long... numbers) {
    ByteBuffer buffer =
        ByteBuffer.allocate(numbers.length * Long.BYTES).order(ByteOrder.nativeOrder());
    for (long number : numbers) {
      buffer.putLong(number);
    }
    return buffer.flip();
  }

  @Test
  void findsTheSizeAmongOtherValues() {
    assertThat(PageSize.parse(vector(33, 7, 6, 65536, 0, 0))).isEqualTo(65536);
  }

  @Test
  void takesTheUsualSizeWhereNoneIsTold() {
    assertThat(PageSize.parse(vector(33, 6, 0, 0))).isEqualTo(4096);
    assertThat(PageSize.parse(vector())).isEqualTo(4096);
  }

  @Test
  void knowsThisMachine() {
    assertThat(Integer.bitCount(PageSize.ofThisHost())).isEqualTo(1);
  }
}
