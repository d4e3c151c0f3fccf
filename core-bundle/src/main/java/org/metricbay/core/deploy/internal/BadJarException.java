package org.metricbay.core.deploy.internal;

import org.metricbay.core.deploy.internal.Content.Problem;

/** What is wrong with a JAR, in words for an operator; they follow the file's name. */
final class BadJarException extends Exception {
  private static final long serialVersionUID = 1L;

  private static final int LONGEST = 120;

  private final boolean incomplete;

  private BadJarException(String reason, boolean incomplete) {
    super(reason);
    this.incomplete = incomplete;
  }

  /** It will not get better by waiting. */
  static BadJarException because(String reason) {
    return new BadJarException(reason, false);
  }

  /** It may be a JAR that is still being written. */
  static BadJarException incomplete(String reason) {
    return new BadJarException("is not a complete JAR: " + reason, true);
  }

  Problem problem() {
    return new Problem(String.valueOf(getMessage()), incomplete);
  }

  /** A text from a JAR as it may stand in a message: short, and of visible characters only. */
  static String shown(String foreign) {
    StringBuilder text = new StringBuilder();
    foreign
        .codePoints()
        .limit(LONGEST)
        .map(c -> isVisible(c) ? c : '?')
        .forEach(text::appendCodePoint);
    return foreign.length() > text.length() ? text + "…" : text.toString();
  }

  private static boolean isVisible(int codePoint) {
    return codePoint == ' ' || Character.isLetterOrDigit(codePoint) || isMark(codePoint);
  }

  private static boolean isMark(int codePoint) {
    return codePoint > ' ' && codePoint < 0x7f;
  }
}
