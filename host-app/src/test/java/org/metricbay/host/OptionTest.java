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
  void isInTheHelpText() {
    for (Option option : Option.values()) {
      assertThat(Help.text()).contains("  " + option.flag() + " ").contains(option.help);
    }
  }
}
