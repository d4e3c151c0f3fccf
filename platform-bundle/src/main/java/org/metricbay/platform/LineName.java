package org.metricbay.platform;

import java.nio.charset.StandardCharsets;

/** How a line is named to people. */
final class LineName {
  /** A broken file may have no blank. */
  private static final int LONGEST = 80;

  private LineName() {}

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
