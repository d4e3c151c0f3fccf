package org.metricbay.core.collect.internal;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Puts into one line what a plugin threw, without keeping the throwable and so its classes. */
public final class Problems {
  private static final int LONGEST = 500;
  private static final char DELETE = 0x7f;
  private static final Pattern DISTURBING = Pattern.compile("[\\s\\p{Cntrl}]+");

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

  /** The beginning of a text without line breaks and what else would disturb a terminal. */
  static String oneLine(String text) {
    String start = text.length() > LONGEST ? text.substring(0, LONGEST) + " …" : text;
    return isOneLine(start) ? start : DISTURBING.matcher(start).replaceAll(" ");
  }

  /** Nearly every text is one already, and there are a hundred at each start. */
  private static boolean isOneLine(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c == DELETE || (c == ' ' && i > 0 && text.charAt(i - 1) == ' ')) {
        return false;
      }
    }
    return true;
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
