package org.metricbay.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Random;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

final class LineFormatterTest {
  private static final LocalDateTime AT = LocalDateTime.of(2026, 3, 7, 4, 5, 9, 7_000_000);
  private static final String TIME =
      "2026-03-07 04:05:09.007" + ZoneId.systemDefault().getRules().getOffset(AT).getId();

  private static String format(Level level, String message, Object... parameters) {
    LogRecord line = new LogRecord(level, message);
    line.setInstant(AT.atZone(ZoneId.systemDefault()).toInstant());
    line.setParameters(parameters);
    return new LineFormatter().format(line);
  }

  @Test
  void isDateTimeLevelAndMessageInColumns() {
    String end = System.lineSeparator();
    assertThat(format(Level.INFO, "started")).isEqualTo(TIME + " INFO    started" + end);
    assertThat(format(Level.WARNING, "{0} of {1}", 1, 2)).isEqualTo(TIME + " WARNING 1 of 2" + end);
  }

  @Test
  void nothingInItSteersATerminalOrLooksLikeALineOfItsOwn() {
    assertThat(format(Level.INFO, "a\nb\u001b[31m\u009bc\u2028\u202ed\te"))
        .endsWith(
            "INFO    a\\x0ab\\x1b[31m\\xc2\\x9bc\\xe2\\x80\\xa8\\xe2\\x80\\xaed\te"
                + System.lineSeparator());
    LogRecord line = new LogRecord(Level.SEVERE, "broken");
    line.setThrown(new IllegalStateException("so\n2026-01-01 00:00:00 INFO    made up\u001b[2J"));
    assertThat(new LineFormatter().format(line).lines().skip(1).toList())
        .allMatch(text -> text.startsWith("\t"))
        .noneMatch(text -> text.contains("\u001b"));
  }

  @Test
  void hasTheStackTraceBelow() {
    LogRecord line = new LogRecord(Level.SEVERE, "broken");
    line.setThrown(new IllegalStateException("so", new java.io.IOException("as")));
    assertThat(new LineFormatter().format(line).lines().toList())
        .satisfies(lines -> assertThat(lines.get(0)).endsWith(" SEVERE  broken"))
        .contains("\tjava.lang.IllegalStateException: so", "\tCaused by: java.io.IOException: as");
  }

  @Test
  void nothingThatIsLoggedMakesALineOfItsOwn() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 500; i++) {
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(30); length > 0; length--) {
        text.append(
            random.nextBoolean()
                ? String.valueOf((char) random.nextInt(0x10000))
                : String.valueOf("\n\r\u0085\u2028\u009b\u001b".charAt(random.nextInt(6))));
      }
      String line = format(Level.INFO, text.toString());
      assertThat(line.lines()).as("seed %d", seed).hasSize(1);
      assertThat(line.strip())
          .as("seed %d", seed)
          .doesNotContainPattern("[\\p{Cc}\\p{Zl}\\p{Zp}&&[^\t]]");
      LogRecord thrown = new LogRecord(Level.INFO, "x");
      thrown.setThrown(new Exception(text.toString()));
      assertThat(new LineFormatter().format(thrown).lines().skip(1))
          .as("seed %d", seed)
          .allMatch(one -> one.startsWith("\t"));
    }
  }

  @Test
  void linesComeInTheOrderOfTheirTimes() {
    LineFormatter formatter = new LineFormatter();
    assertThat(time(formatter, 1_000)).isEqualTo(time(formatter, 999));
    assertThat(time(formatter, 1_001)).isGreaterThan(time(formatter, 1_000).substring(0, 22));
    // The clock was set back by an hour.
    assertThat(time(formatter, -3_600_000)).isLessThan(time(formatter, -3_599_000));
  }

  private static String time(LineFormatter formatter, long millis) {
    LogRecord line = new LogRecord(Level.INFO, "x");
    line.setInstant(Instant.parse("2026-03-07T04:05:09Z").plusMillis(millis));
    return formatter.format(line);
  }
}
