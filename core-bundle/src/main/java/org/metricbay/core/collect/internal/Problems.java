package org.metricbay.core.collect.internal;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.metricbay.text.Shown;

/** Puts into one line what a plugin threw, without keeping the throwable and so its classes. */
public final class Problems {
  private static final int LONGEST = 500;
  private static final Pattern BLANKS = Pattern.compile(" +");

  private Problems() {}

  /** The kind and message of a throwable, and of what caused it. Never throws. */
  public static String describe(Throwable problem) {
    StringBuilder text = new StringBuilder();
    Throwable cause = problem;
    for (int depth = 0; cause != null && depth < 3; depth++) {
      text.append(depth == 0 ? "" : ", caused by ").append(describeOne(cause));
      cause = causeOf(cause);
    }
    return oneLine(text.toString());
  }

  /**
   * The beginning of a text, with blanks for line breaks, and what else would disturb a terminal
   * escaped.
   */
  static String oneLine(String text) {
    String start = text.length() > LONGEST ? text.substring(0, LONGEST) + " …" : text;
    String line = Shown.oneLine(start);
    return line.contains("  ") ? BLANKS.matcher(line).replaceAll(" ") : line;
  }

  private static String describeOne(Throwable problem) {
    String kind = kindOf(problem);
    try {
      String message = problem.getMessage();
      return message == null ? kind : kind + ": " + message;
    } catch (Throwable thrownByPlugin) {
      return kind;
    }
  }

  private static String kindOf(Throwable problem) {
    String simple = problem.getClass().getSimpleName();
    String name = problem.getClass().getName();
    return simple.isEmpty() ? name.substring(name.lastIndexOf('.') + 1) : simple;
  }

  private static @Nullable Throwable causeOf(Throwable problem) {
    try {
      return problem.getCause();
    } catch (Throwable thrownByPlugin) {
      return null;
    }
  }
}
