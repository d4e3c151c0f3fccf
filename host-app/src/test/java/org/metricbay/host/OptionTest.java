package org.metricbay.host;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class OptionTest {
  @Test
  void isNamedAlikeInTheFileTheCommandLineAndTheEnvironment() {
    assertThat(Option.LOG_LEVEL.key()).isEqualTo("log-level");
    assertThat(Option.LOG_LEVEL.flag()).isEqualTo("--log-level");
    assertThat(Option.LOG_LEVEL.variable()).isEqualTo("METRICBAY_LOG_LEVEL");
  }

  @Test
  void isFoundByItsKey() {
    for (Option option : Option.values()) {
      assertThat(Option.ofKey(option.key())).contains(option);
    }
    assertThat(Option.ofKey("LOG_LEVEL")).isEmpty();
  }

  @Test
  void isFoundByItsFlagAndByNodeExportersSpelling() {
    for (Option option : Option.values()) {
      assertThat(Option.ofFlag(option.flag())).contains(option);
      assertThat(Option.ofFlag(option.key())).isEmpty();
    }
    assertThat(Option.ofFlag("--web.listen-address")).contains(Option.LISTEN);
    assertThat(Option.ofFlag("--web.config.file")).contains(Option.WEB_CONFIG);
    assertThat(Option.ofFlag("web.config.file")).isEmpty();
    assertThat(Help.text()).contains("; also --web.listen-address", "; also --web.config.file");
  }

  @Test
  void isInTheHelpText() {
    for (Option option : Option.values()) {
      assertThat(Help.text()).contains("  " + option.flag() + " ").contains(option.help);
    }
  }
}
