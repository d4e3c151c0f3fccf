package org.metricbay.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ShownTest {
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
}
