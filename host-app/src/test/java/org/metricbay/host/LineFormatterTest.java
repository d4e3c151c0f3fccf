package org.metricbay.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

final class LineFormatterTest {
  private static String format(Level level, String message, Object... parameters) {
    LogRecord line = new LogRecord(level, message);
    line.setInstant(
        LocalDateTime.of(2026, 3, 7, 4, 5, 9).atZone(ZoneId.systemDefault()).toInstant());
    line.setParameters(parameters);
    return new LineFormatter().format(line);
  }

  @Test
  void isDateTimeLevelAndMessageInColumns() {
    String end = System.lineSeparator();
    assertThat(format(Level.INFO, "started"))
        .isEqualTo("2026-03-07 04:05:09 INFO    started" + end);
    assertThat(format(Level.WARNING, "{0} of {1}", 1, 2))
        .isEqualTo("2026-03-07 04:05:09 WARNING 1 of 2" + end);
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
}
