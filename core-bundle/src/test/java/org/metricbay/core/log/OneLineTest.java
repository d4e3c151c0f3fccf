package org.metricbay.core.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.metricbay.core.collect.internal.Problems;

final class OneLineTest {
  private static final Pattern DISTURBING =
      Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}\\p{Co}\\p{Cn}]");

  private static final Pattern ESCAPE = Pattern.compile("\\\\([nrt]|u[0-9a-f]{4,6})");

  @Test
  void everyCodePointIsItselfOrAnEscape() {
    for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
      String text = Character.toString(c);
      String line = OneLine.of(text);
      boolean right =
          DISTURBING.matcher(text).matches() ? ESCAPE.matcher(line).matches() : line.equals(text);
      if (!right) {
        // Not asserted each time, a million times.
        assertThat(line).as("U+%04x", c).isEqualTo(text);
      }
    }
  }

  @Test
  void randomTextsBecomeOneLineEach() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 2000; i++) {
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(20); length > 0; length--) {
        // Lone surrogates and C1 controls among them, more often than by chance.
        text.append(
            random.nextBoolean()
                ? String.valueOf((char) random.nextInt(0x10000))
                : Character.toString(random.nextInt(0x300)));
      }
      assertThat(OneLine.of(text.toString())).as("seed %d", seed).doesNotContainPattern(DISTURBING);
      assertThat(Problems.describe(new Exception(text.toString())))
          .as("seed %d", seed)
          .doesNotContainPattern(DISTURBING);
    }
  }

  @Test
  void whatIsPlainStaysTheSameObject() {
    String text = "cpu-bundle.jar: installed org.metricbay.cpu 1.0.0";
    assertThat(OneLine.of(text)).isSameAs(text);
    assertThat(OneLine.of("new\nline\u001b[31m\u009b\u2028.jar"))
        .isEqualTo("new\\nline\\u001b[31m\\u009b\\u2028.jar");
  }
}
