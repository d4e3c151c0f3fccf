package org.metricbay.platform;

import java.nio.charset.StandardCharsets;

/** How a line is named and shown to people. */
final class LineName {
  /** A broken file may have no blank. */
  private static final int LONGEST = 80;

  /** More of a line helps nobody, and a broken file may have one line. */
  private static final int LONGEST_SHOWN = 500;

  private LineName() {}

  /** All of it, or of a long one the beginning. */
  static String shown(byte[] text, int start, int end) {
    int last = Math.min(end, start + LONGEST_SHOWN);
    return new String(text, start, last - start, StandardCharsets.UTF_8) + (last < end ? "…" : "");
  }

  /**
   * By its first field, {@code line "MemFree:"}, or {@code line 3} if that is a number, which may
   * be another one the next time.
   */
  static String of(byte[] text, int lineStart, int lineEnd, int number) {
    int start = lineStart;
    while (start < lineEnd && FieldReader.isBlank(text[start])) {
      start++;
    }
    int end = start;
    while (end < lineEnd && end - start < LONGEST && !FieldReader.isBlank(text[end])) {
      end++;
    }
    return NumberText.isOne(text, start, end)
        ? "line " + number
        : "line \"" + new String(text, start, end - start, StandardCharsets.UTF_8) + "\"";
  }
}
