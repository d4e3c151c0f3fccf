package org.metricbay.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.model.snapshots.PrometheusNaming;
import java.util.Random;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Random names are escaped as client_java and Prometheus do it. */
class EscapingTest {
  private static final int NAMES = 20_000;
  private static final int[] OFTEN = {'_', '.', ':', '-', '"', '\\', '\n', ' ', 'é', '☂', 0x1f600};

  private final long seed = Long.getLong("metricbay.test.seed", System.nanoTime());
  private final Random random = new Random(seed);

  private String name() {
    StringBuilder name = new StringBuilder();
    for (int i = random.nextInt(8); i >= 0; i--) {
      name.appendCodePoint(
          switch (random.nextInt(4)) {
            case 0 -> OFTEN[random.nextInt(OFTEN.length)];
            case 1 -> '0' + random.nextInt(10);
            case 2 -> character();
            default -> 'a' + random.nextInt(26);
          });
    }
    return name.toString();
  }

  /** No half of one, which no name may have. */
  private int character() {
    IntPredicate half = it -> it >= Character.MIN_SURROGATE && it <= Character.MAX_SURROGATE;
    return random.ints(0, Character.MAX_CODE_POINT + 1).filter(half.negate()).findFirst().orElse(0);
  }

  @Test
  void escapesMetricsAsClientJava() {
    for (int i = 0; i < NAMES; i++) {
      String name = name();
      // It escapes with dots also what every reader knows; Prometheus's own library does not.
      boolean plain = PrometheusNaming.isValidLegacyMetricName(name);
      assertThat(Escaping.isPlainMetric(name)).as("seed %s: %s", seed, name).isEqualTo(plain);
      assertThat(Escaping.DOTS.metric(name))
          .as("seed %s", seed)
          .isEqualTo(
              plain ? name : PrometheusNaming.escapeName(name, EscapingScheme.DOTS_ESCAPING));
      assertThat(Escaping.UNDERSCORES.metric(name))
          .as("seed %s", seed)
          .isEqualTo(PrometheusNaming.escapeName(name, EscapingScheme.UNDERSCORE_ESCAPING));
      assertThat(Escaping.VALUES.metric(name))
          .as("seed %s", seed)
          .isEqualTo(PrometheusNaming.escapeName(name, EscapingScheme.VALUE_ENCODING_ESCAPING));
      assertThat(Escaping.ALLOW_UTF8.metric(name)).isEqualTo(name);
    }
  }

  @Test
  void valuesCanBeReadBack() {
    for (int i = 0; i < NAMES; i++) {
      String name = name();
      for (String shown :
          new String[] {Escaping.VALUES.metric(name), Escaping.VALUES.label(name)}) {
        if (shown.startsWith("U__")) {
          assertThat(unescaped(shown)).as("seed %s: %s", seed, shown).isEqualTo(name);
        } else {
          assertThat(shown).as("seed %s", seed).isEqualTo(name);
        }
      }
    }
  }

  private static String unescaped(String shown) {
    StringBuilder name = new StringBuilder();
    for (int i = "U__".length(); i < shown.length(); i++) {
      if (shown.charAt(i) != '_') {
        name.append(shown.charAt(i));
        continue;
      }
      int end = shown.indexOf('_', i + 1);
      String code = shown.substring(i + 1, end);
      name.appendCodePoint(code.isEmpty() ? '_' : Integer.parseInt(code, 16));
      i = end;
    }
    return name.toString();
  }

  @Test
  void labelsAreReadByEveryReader() {
    for (int i = 0; i < NAMES; i++) {
      String name = name();
      for (Escaping escaping : new Escaping[] {Escaping.UNDERSCORES, Escaping.DOTS}) {
        String shown = escaping.label(name);
        assertThat(PrometheusNaming.isValidLegacyLabelName(shown))
            .as("seed %s: %s", seed, shown)
            .isTrue();
        // Who gives a label that begins so is refused before.
        assertThat(shown.startsWith("__") && !shown.equals(name)).as("seed %s", seed).isFalse();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "http.server_x, http_server_x, http_dot_server__x, U__http_2e_server__x",
    "a:b, a_b, a__b, U__a_3a_b",
    "é_name_é, U___e9___name___e9_, U___e9___name___e9_, U___e9___name___e9_",
    "9x, _x, U___39_x, U___39_x",
    "plain_x, plain_x, plain_x, plain_x"
  })
  void escapesLabels(String name, String underscores, String dots, String values) {
    assertThat(Escaping.UNDERSCORES.label(name)).isEqualTo(underscores);
    assertThat(Escaping.DOTS.label(name)).isEqualTo(dots);
    assertThat(Escaping.VALUES.label(name)).isEqualTo(values);
  }
}
