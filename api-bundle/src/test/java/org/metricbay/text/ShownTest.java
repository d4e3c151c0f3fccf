package org.metricbay.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class ShownTest {
  private static final Pattern DISTURBING =
      Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}]");

  private static final Pattern ESCAPE = Pattern.compile("(\\\\x[0-9a-f]{2})+");

  @Test
  void leavesHarmlessTextAsItIs() {
    String text = "ünï 😀 \\ \ufffd";
    assertThat(Shown.oneLine(text)).isSameAs(text);
    assertThat(Shown.escaped(text, "")).isSameAs(text);
  }

  @Test
  void putsOneBlankInPlaceOfWhatDisturbs() {
    assertThat(Shown.oneLine("a\r\n\u001b[31mb\u009bc\u2028d\u202ee\ud800f"))
        .isEqualTo("a [31mb c d e f");
  }

  @Test
  void escapesByBytesButForWhatIsKept() {
    assertThat(Shown.escaped("a\n\tb\u0085\u2066", "\t"))
        .isEqualTo("a\\x0a\tb\\xc2\\x85\\xe2\\x81\\xa6");
    assertThat(Shown.escaped("\udc00", "")).isEqualTo("\\x3f");
  }

  @Test
  void everyCodePointIsItselfOrAnEscape() {
    for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
      String text = Character.toString(c);
      String escaped = Shown.escaped(text, "");
      boolean right =
          DISTURBING.matcher(text).matches()
              ? ESCAPE.matcher(escaped).matches()
              : escaped.equals(text);
      if (!right) {
        // Not asserted each time, a million times.
        assertThat(escaped).as("U+%04x", c).isEqualTo(text);
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
      assertThat(Shown.escaped(text.toString(), ""))
          .as("seed %d", seed)
          .doesNotContainPattern(DISTURBING);
      assertThat(Shown.oneLine(text.toString()))
          .as("seed %d", seed)
          .doesNotContainPattern(DISTURBING);
    }
  }
}
