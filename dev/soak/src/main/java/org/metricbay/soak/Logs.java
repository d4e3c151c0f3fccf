package org.metricbay.soak;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.metricbay.soak.Promises.Promise;

/** What must not be in a log when all has been done to an agent that can be. */
final class Logs {
  private static final Pattern TRACE =
      Pattern.compile("(?m)^.*\\R\\tat |^Exception in thread .*|^.*UncaughtExceptionHandler.*");

  /** Each begins, ends or hides something where it is shown. */
  private static final Pattern RAW =
      Pattern.compile(".*[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u2028\\u2029].*");

  private Logs() {}

  static void check(AgentProcess agent, Promises promises) throws IOException {
    Matcher trace = TRACE.matcher(agent.log().replace("\r", ""));
    if (trace.find()) {
      promises.broken(Promise.LOG, trace.group());
    }
    Matcher raw = RAW.matcher(agent.logFile());
    if (raw.find()) {
      promises.broken(Promise.CLEAN, raw.group().replaceAll("\\p{Cntrl}", "?"));
    }
  }
}
