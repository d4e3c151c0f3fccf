package org.metricbay.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import org.junit.jupiter.api.Test;

class ConfigTextTest {
  @Test
  void readsValuesAsTheyAreWritten() {
    String text =
        """
        # A comment, and a default:
        #fields = ^$

          # another
        fields=^(sd[a-z]|nvme\\d+n\\d+)$
        unit-include =  .+\\.service|dev-disk\\\\x2d ${x}
        empty =
        a.b = c = d # e
        """;
    assertThat(ConfigText.parse("\ufeff" + text.replace("\n", "\r\n")))
        .containsExactly(
            entry("fields", "^(sd[a-z]|nvme\\d+n\\d+)$"),
            entry("unit-include", ".+\\.service|dev-disk\\\\x2d ${x}"),
            entry("empty", ""),
            entry("a.b", "c = d # e"));
    assertThat(ConfigText.parse("")).isEmpty();
  }

  @Test
  void saysWhichLineIsWrongAndWhy() {
    refuses("a = 1\nb", "line 2 is not of the form key = value");
    refuses("two words = 1", "line 1 is not of the form key = value");
    refuses("= 1", "line 1 is not of the form key = value");
    refuses("\na = 1\nb = 2\nA = 3", "line 4: A is there already further up");
    refuses("service.pid = x", "line 1: service.pid is not for files: OSGi uses it");
  }

  private static void refuses(String text, String message) {
    assertThatThrownBy(() -> ConfigText.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
