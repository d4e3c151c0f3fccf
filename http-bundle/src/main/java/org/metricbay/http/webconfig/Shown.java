package org.metricbay.http.webconfig;

import java.util.Locale;
import java.util.regex.Pattern;

/** What of a file's content may stand in a message. */
final class Shown {
  /** Words such as names of keys and ciphers. Hashes, keys and passwords mostly look otherwise. */
  private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,59}");

  private static final int LONGEST = 1_000;

  private Shown() {}

  /** A word of the file, if it is one; otherwise it may be a secret in the wrong place. */
  static String word(String text) {
    return HARMLESS.matcher(text).matches() ? "\"" + text + "\"" : "a text that is not shown here";
  }

  /** One line: whatever could end it, hide or reorder a part of it is written as an escape. */
  static String line(String text) {
    StringBuilder line = new StringBuilder(text.length());
    text.codePoints()
        .limit(LONGEST)
        .forEach(
            c -> {
              if (isPlain(c)) {
                line.appendCodePoint(c);
              } else {
                line.append(String.format(Locale.ROOT, "\\u%04x", c));
              }
            });
    return line.toString();
  }

  private static boolean isPlain(int c) {
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
