package org.metricbay.host;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;
import org.metricbay.text.Shown;

/**
 * One line with date, time, level and message, and a stack trace below it if there is one, in which
 * nothing steers a terminal, whoever logs it. The JDK's own formatter wakes up much of the JDK for
 * the same, which took a thirtieth of the start.
 */
final class LineFormatter extends Formatter {
  private static final int LEVEL_WIDTH = 7;

  @Override
  public String format(LogRecord line) {
    LocalDateTime at = LocalDateTime.ofInstant(line.getInstant(), ZoneId.systemDefault());
    StringBuilder text = new StringBuilder();
    // Four digits until the year 10000.
    two(text.append(at.getYear()).append('-'), at.getMonthValue()).append('-');
    two(text, at.getDayOfMonth()).append(' ');
    two(text, at.getHour()).append(':');
    two(text, at.getMinute()).append(':');
    two(text, at.getSecond()).append(' ');
    String level = line.getLevel().getLocalizedName();
    text.append(level).append(" ".repeat(Math.max(0, LEVEL_WIDTH - level.length()))).append(' ');
    text.append(Shown.escaped(formatMessage(line), "\t"));
    Throwable thrown = line.getThrown();
    if (thrown != null) {
      StringWriter trace = new StringWriter();
      PrintWriter out = new PrintWriter(trace);
      out.println();
      thrown.printStackTrace(out);
      // Indented, as a message in it may have line breaks.
      text.append(Shown.escaped(trace.toString().stripTrailing(), "\n\t").replace("\n", "\n\t"));
    }
    return text.append(System.lineSeparator()).toString();
  }

  private static StringBuilder two(StringBuilder text, int number) {
    return (number < 10 ? text.append('0') : text).append(number);
  }
}
