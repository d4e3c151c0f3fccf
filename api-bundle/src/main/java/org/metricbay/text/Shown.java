package org.metricbay.text;

import java.nio.charset.StandardCharsets;

/** Makes foreign text safe to show in a log, a terminal or an answer. */
public final class Shown {
  private static final char DELETE = 0x7f;

  private Shown() {}

  /**
   * Whether a character is only itself: it ends no line, steers no terminal, turns no text around,
   * and is not half of one.
   */
  static boolean isHarmless(int character) {
    if (character < DELETE) {
      return character >= ' ';
    }
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          false;
      default -> true;
    };
  }

  /** The text with one blank in place of line breaks and other characters that are not harmless. */
  public static String oneLine(String text) {
    if (isHarmless(text)) {
      return text;
    }
    StringBuilder line = new StringBuilder(text.length());
    boolean blank = false;
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      int character = text.codePointAt(i);
      boolean harmless = isHarmless(character);
      if (harmless) {
        line.appendCodePoint(character);
      } else if (!blank) {
        line.append(' ');
      }
      blank = !harmless;
    }
    return line.toString();
  }

  /**
   * The text with {@code \xNN} for each byte of the characters that are not harmless, but for those
   * in {@code kept}.
   */
  public static String escaped(String text, String kept) {
    if (isHarmless(text)) {
      return text;
    }
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(
            character -> {
              if (isHarmless(character) || kept.indexOf(character) >= 0) {
                escaped.appendCodePoint(character);
              } else {
                appendBytes(escaped, character);
              }
            });
    return escaped.toString();
  }

  /** Half a character has no bytes; it is shown as a question mark. */
  static void appendBytes(StringBuilder text, int character) {
    for (byte one : Character.toString(character).getBytes(StandardCharsets.UTF_8)) {
      appendByte(text, one);
    }
  }

  static void appendByte(StringBuilder text, byte one) {
    text.append("\\x")
        .append(Character.forDigit((one >> 4) & 0xf, 16))
        .append(Character.forDigit(one & 0xf, 16));
  }

  /** Nearly every text is. */
  private static boolean isHarmless(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c >= DELETE) {
        return text.codePoints().allMatch(Shown::isHarmless);
      }
    }
    return true;
  }
}
