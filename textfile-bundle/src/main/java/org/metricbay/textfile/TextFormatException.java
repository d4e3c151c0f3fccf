package org.metricbay.textfile;

import org.metricbay.text.Shown;

/** What is wrong with a text of metrics, and in which line. */
final class TextFormatException extends Exception {
  private static final int LONGEST = 60;

  TextFormatException(int line, String problem) {
    super("line " + line + ": " + problem);
  }

  /** A part of a text as a message can show it: in quotes, not too long, one line. */
  static String quoted(String part) {
    String start = part.length() > LONGEST ? part.substring(0, LONGEST) + "…" : part;
    return '"' + Shown.escaped(start, "") + '"';
  }
}
