package org.metricbay.core.log;

/**
 * Makes one line of a text that came from outside: whatever could end the line, change what a
 * terminal shows, or hide or reorder a part is written as an escape.
 */
public final class OneLine {
  private OneLine() {}

  /** The text itself if there is nothing to escape, as it nearly always is. */
  public static String of(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c >= 0x7f) {
        return escaped(text, i);
      }
    }
    return text;
  }

  private static String escaped(String text, int from) {
    StringBuilder line = new StringBuilder(text.length() + 16).append(text, 0, from);
    for (int i = from; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      if (isPlain(c)) {
        line.appendCodePoint(c);
      } else {
        escape(c, line);
      }
    }
    return line.toString();
  }

  private static void escape(int c, StringBuilder line) {
    switch (c) {
      case '\n' -> line.append("\\n");
      case '\r' -> line.append("\\r");
      case '\t' -> line.append("\\t");
      default -> {
        String digits = Integer.toHexString(c);
        line.append("\\u").append("0".repeat(Math.max(0, 4 - digits.length()))).append(digits);
      }
    }
  }

  /** Whether a character shows as itself and nothing but itself. */
  static boolean isPlain(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.PRIVATE_USE,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
