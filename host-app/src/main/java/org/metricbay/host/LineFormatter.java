package org.metricbay.host;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;
import org.metricbay.text.Shown;

/**
 * One line with date, time, zone, level and message, and a stack trace below it if there is one,
 * moved in, so that none of its lines can be taken for another, in which nothing steers a terminal,
 * whoever logs it. The JDK's own formatter wakes up much of the JDK for the same, which took a
 * thirtieth of the start.
 */
final class LineFormatter extends Formatter {
  private static final int LEVEL_WIDTH = 7;
  private static final int NANOS_PER_MILLI = 1_000_000;

  private Instant last = Instant.EPOCH;

  @Override
  public synchronized String format(LogRecord line) {
    Instant instant = inOrder(line.getInstant());
    ZoneOffset offset = ZoneId.systemDefault().getRules().getOffset(instant);
    LocalDateTime at =
        LocalDateTime.ofEpochSecond(instant.getEpochSecond(), instant.getNano(), offset);
    StringBuilder text = new StringBuilder(200);
    // Four digits until the year 10000.
    two(text.append(at.getYear()).append('-'), at.getMonthValue()).append('-');
    two(text, at.getDayOfMonth()).append(' ');
    two(text, at.getHour()).append(':');
    two(text, at.getMinute()).append(':');
    two(text, at.getSecond()).append('.');
    int millis = at.getNano() / NANOS_PER_MILLI;
    two(text.append(millis / 100), millis % 100);
    text.append(offset.getId()).append(' ');
    String level = line.getLevel().getLocalizedName();
    text.append(level).append(" ".repeat(Math.max(0, LEVEL_WIDTH - level.length()))).append(' ');
    text.append(Shown.escaped(formatMessage(line), "\t")).append(System.lineSeparator());
    Throwable thrown = line.getThrown();
    if (thrown != null) {
      StringWriter trace = new StringWriter();
      thrown.printStackTrace(new PrintWriter(trace, true));
      trace
          .toString()
          .lines()
          .forEach(
              part ->
                  text.append('\t')
                      .append(Shown.escaped(part, "\t"))
                      .append(System.lineSeparator()));
    }
    return text.toString();
  }

  /** Threads that log at the same moment come in any order; a clock that was set back stays so. */
  private Instant inOrder(Instant at) {
    if (at.isAfter(last) || last.getEpochSecond() - at.getEpochSecond() > 1) {
      last = at;
    }
    return last;
  }

  private static StringBuilder two(StringBuilder text, int number) {
    return (number < 10 ? text.append('0') : text).append(number);
  }
}
