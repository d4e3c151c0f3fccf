package org.metricbay.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BundleConfigTest {
  private final Logger logger = Logger.getLogger("metricbay.config");
  private final Log log = new Log();
  private final BundleConfig<Values> config =
      new BundleConfig<>(
          "metricbay.made-up",
          Map.of("usual", true, "rare", false),
          values -> new Values(values.pattern("fields", "^a"), values.flag("deep", false)));

  private record Values(Pattern fields, boolean deep) {}

  private static final class Log extends Handler {
    private final List<String> lines = new ArrayList<>();

    @Override
    public void publish(LogRecord record) {
      lines.add(record.getLevel() + " " + new SimpleFormatter().formatMessage(record));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  @BeforeEach
  void listen() {
    logger.addHandler(log);
    logger.setUseParentHandlers(false);
  }

  @AfterEach
  void listenNoMore() {
    logger.removeHandler(log);
    logger.setUseParentHandlers(true);
  }

  @Test
  void startsWithTheDefaults() {
    assertThat(config.isOn("usual")).isTrue();
    assertThat(config.isOn("rare")).isFalse();
    assertThat(config.isOn("made-up")).isFalse();
    assertThat(config.get().fields().pattern()).isEqualTo("^a");
    assertThat(config.get().deep()).isFalse();
  }

  @Test
  void takesWhatIsGivenAndForgetsWhatIsNotAnyMore() {
    config.update(
        Map.of(
            "collectors.usual",
            "false",
            "collectors.rare",
            " true ",
            "fields",
            "b+",
            "deep",
            true));
    assertThat(config.isOn("usual")).isFalse();
    assertThat(config.isOn("rare")).isTrue();
    assertThat(config.get().fields().pattern()).isEqualTo("b+");
    assertThat(config.get().deep()).isTrue();
    config.update(
        Map.of(
            "service.pid", "metricbay.made-up",
            "component.id", 7L,
            "osgi.ds.satisfying.condition.target", "(x=y)",
            ".private", "1",
            "fields", ""));
    assertThat(config.isOn("rare")).isFalse();
    assertThat(config.get().fields().pattern()).isEqualTo("^a");
    assertThat(log.lines)
        .containsExactly(
            "INFO metricbay.made-up: in force: collectors.rare, collectors.usual, deep, fields",
            "INFO metricbay.made-up: in force: fields");
    config.update(Map.of(".metricbay.file", "/etc/metricbay.made-up.cfg"));
    config.update(Map.of());
    assertThat(log.lines)
        .last()
        .isEqualTo("INFO /etc/metricbay.made-up.cfg: in force: the defaults");
  }

  @Test
  void refusesAWrongValueAndKeepsAllAsItWas() {
    config.update(Map.of("fields", "b"));
    log.lines.clear();
    config.update(
        Map.of(
            "collectors.rare",
            "true",
            "fields",
            "(c",
            ".metricbay.file",
            "/etc/metricbay.made-up.cfg"));
    assertThat(config.isOn("rare")).isFalse();
    assertThat(config.get().fields().pattern()).isEqualTo("b");
    config.update(Map.of("collectors.rare", "yes"));
    assertThat(log.lines)
        .containsExactly(
            "SEVERE /etc/metricbay.made-up.cfg: fields: is not a regular expression: Unclosed"
                + " group at 2; the configuration before stays in force",
            "SEVERE metricbay.made-up: collectors.rare: must be true or false;"
                + " the configuration before stays in force");
  }

  @Test
  void refusesKeysThatItDoesNotKnow() {
    config.update(Map.of("feilds", "b", "deep", "true"));
    assertThat(config.get().deep()).isFalse();
    assertThat(log.lines)
        .containsExactly(
            "SEVERE metricbay.made-up: feilds: no such key; there are collectors.rare,"
                + " collectors.usual, deep, fields; the defaults are in force");
    assertThat(config.problem()).isPresent();
    config.update(Map.of("deep", "true"));
    assertThat(log.lines).last().isEqualTo("INFO metricbay.made-up: good again, in force: deep");
    assertThat(config.get().deep()).isTrue();
    assertThat(config.problem()).isEmpty();
  }

  @Test
  void saysWhenItIsGoodAgainAlsoIfItIsAsItWas() {
    config.update(Map.of("deep", "true"));
    config.update(Map.of("deep", "maybe"));
    config.update(Map.of("deep", "true"));
    config.update(Map.of("deep", "true"));
    assertThat(log.lines)
        .containsExactly(
            "INFO metricbay.made-up: in force: deep",
            "SEVERE metricbay.made-up: deep: must be true or false; the configuration before stays"
                + " in force",
            "INFO metricbay.made-up: good again, in force: deep");
  }

  @Test
  void beginsWithWhatWasGoodLastIfTheFirstIsWrong() {
    String[] good = {"deep", "true", "collectors.rare", "true"};
    config.update(Map.of("deep", "maybe", ".metricbay.last-good", good));
    assertThat(config.get().deep()).isTrue();
    assertThat(config.isOn("rare")).isTrue();
    assertThat(log.lines)
        .singleElement()
        .asString()
        .endsWith("the last good configuration is in force");
    // Later ones keep what is in force.
    config.update(Map.of("deep", "no", ".metricbay.last-good", new String[] {"deep", "false"}));
    assertThat(config.get().deep()).isTrue();
    assertThat(log.lines).last().asString().endsWith("the last good configuration is in force");
    config.update(Map.of());
    assertThat(config.get().deep()).isFalse();
  }

  @Test
  void defaultsAreInForceIfWhatWasGoodLastIsWrongNow() {
    config.update(Map.of("deep", "maybe", ".metricbay.last-good", new String[] {"gone", "true"}));
    assertThat(config.get().deep()).isFalse();
    assertThat(log.lines).singleElement().asString().endsWith("the defaults are in force");
  }

  @Test
  void noValueIsEverLogged() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 300; i++) {
      String secret = "s3cret" + Long.toHexString(random.nextLong());
      String key = List.of("fields", "deep", "collectors.rare", "unknown").get(random.nextInt(4));
      String value = List.of("(", "", "[", "x ").get(random.nextInt(4)) + secret;
      config.update(Map.of(key, value, ".metricbay.last-good", new String[] {key, value}));
      assertThat(String.join("\n", log.lines)).as("seed %d", seed).doesNotContain(secret);
      assertThat(config.problem().orElse("")).as("seed %d", seed).doesNotContain(secret);
    }
  }

  @Test
  void saysWhichKeysThereAre() {
    assertThat(config.keys())
        .containsExactly("collectors.rare", "collectors.usual", "deep", "fields");
  }
}
