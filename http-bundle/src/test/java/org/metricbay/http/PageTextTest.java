package org.metricbay.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class PageTextTest {
  private String written(long number) {
    PageText text = new PageText(1);
    text.raw("a").number(number).raw("b");
    return text.toString();
  }

  @Test
  void writesWholeNumbersAsJavaDoes() {
    Random random = new Random(2026);
    for (int i = 0; i < 100_000; i++) {
      // Of all lengths.
      long number = random.nextLong() >> random.nextInt(Long.SIZE);
      assertThat(written(number)).isEqualTo("a" + number + "b");
    }
    for (long number = 1; number > 0 && number < Long.MAX_VALUE / 10; number *= 10) {
      assertThat(written(number)).isEqualTo("a" + number + "b");
      assertThat(written(number - 1)).isEqualTo("a" + (number - 1) + "b");
    }
    assertThat(written(Long.MAX_VALUE)).isEqualTo("a" + Long.MAX_VALUE + "b");
    assertThat(written(Long.MIN_VALUE)).isEqualTo("a" + Long.MIN_VALUE + "b");
  }

  @Test
  void writesOtherNumbersAsJavaDoes() {
    Random random = new Random(2026);
    for (int i = 0; i < 200_000; i++) {
      double decimals = Math.pow(10, random.nextInt(8));
      double number = Math.round(random.nextGaussian() * 1e6 * decimals) / decimals;
      double any = Math.scalb(random.nextGaussian(), random.nextInt(2000) - 1000);
      double nanoseconds = Math.rint(random.nextDouble() * 1e3 * decimals) / 1e9;
      for (double value :
          new double[] {number, number / 1e6, number * random.nextDouble(), any, nanoseconds}) {
        PageText text = new PageText(1);
        text.number(value);
        if (value != Math.rint(value) || Math.abs(value) >= 0x1p53) {
          assertThat(text).hasToString(String.valueOf(value));
        }
        assertThat(Double.parseDouble(text.toString())).isEqualTo(value);
      }
    }
  }

  @Test
  void keepsWhatIsNotAscii() {
    PageText text = new PageText(1);
    text.raw("ä€").escaped("\"😀\n\\", true).end();
    assertThat(text).hasToString("ä€\\\"😀\\n\\\\\n");
    assertThat(text.toBytes()).hasSize((int) text.length());
  }
}
