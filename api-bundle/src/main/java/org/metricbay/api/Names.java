package org.metricbay.api;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Checks names: allowed are those of the <a
 * href="https://prometheus.io/docs/concepts/data_model/#metric-names-and-labels">Prometheus data
 * model</a> that every version of Prometheus reads, and where they are asked for, those of any
 * characters that Prometheus 3 reads.
 */
final class Names {
  /** For each character of ASCII where in a name it may stand. */
  private static final byte[] ALLOWED = allowed();

  private static final byte INSIDE = 1;
  private static final byte FIRST = 2;
  private static final byte COLON = 4;

  private Names() {}

  private static byte[] allowed() {
    byte[] allowed = new byte[128];
    Arrays.fill(allowed, 'a', 'z' + 1, (byte) (FIRST | INSIDE));
    Arrays.fill(allowed, 'A', 'Z' + 1, (byte) (FIRST | INSIDE));
    Arrays.fill(allowed, '0', '9' + 1, INSIDE);
    allowed['_'] = FIRST | INSIDE;
    allowed[':'] = COLON;
    return allowed;
  }

  /** Whether every Prometheus reads it as a metric's name. */
  static boolean isPlainMetric(String name) {
    return firstWrong(name, true) < 0;
  }

  /** Whether every Prometheus reads it as a label's name. */
  static boolean isPlainLabel(String name) {
    return firstWrong(name, false) < 0;
  }

  static void checkMetric(String name, MetricType type, boolean utf8) {
    check(name, "metric name", true, utf8);
    if (type == MetricType.COUNTER && !name.endsWith("_total")) {
      throw new IllegalArgumentException(
          "counter \"" + name + "\" must end in _total: name it \"" + name + "_total\"");
    }
    if (type == MetricType.INFO && !name.endsWith("_info")) {
      throw new IllegalArgumentException(
          "info metric \"" + name + "\" must end in _info: name it \"" + name + "_info\"");
    }
  }

  static void checkLabel(String name, boolean utf8) {
    check(name, "label name", false, utf8);
    if (name.startsWith("__")) {
      throw new IllegalArgumentException(
          "label name \"" + name + "\" starts with __, which Prometheus keeps for itself");
    }
  }

  private static void check(String name, String what, boolean colon, boolean utf8) {
    if (name == null || name.isEmpty()) {
      throw new IllegalArgumentException("a " + what + " is missing: give a non-empty name");
    }
    if (utf8) {
      checkUtf8(name, what);
      return;
    }
    int wrong = firstWrong(name, colon);
    if (wrong >= 0) {
      throw new IllegalArgumentException(refused(name, what, wrong, colon));
    }
  }

  private static void checkUtf8(String name, String what) {
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(name)) {
      throw new IllegalArgumentException(
          what + " \"" + name + "\" has half of a character: it cannot be written as UTF-8");
    }
  }

  /** Where the first character is that is not allowed; -1 if all are. */
  private static int firstWrong(String name, boolean colon) {
    // On the path of every scrape, some ten thousand characters each: as bytes, in which what is
    // not Latin-1 is a question mark, they are looked at sooner than one by one.
    int mask = colon ? FIRST | COLON : FIRST;
    byte[] characters = name.getBytes(StandardCharsets.ISO_8859_1);
    for (int i = 0; i < characters.length; i++) {
      byte c = characters[i];
      if (c < 0 || (ALLOWED[c] & mask) == 0) {
        return i;
      }
      mask |= INSIDE;
    }
    return -1;
  }

  private static String refused(String name, String what, int position, boolean colon) {
    return what
        + " \""
        + name
        + "\" has '"
        + name.charAt(position)
        + "' at position "
        + position
        + ": use letters, digits and _"
        + (colon ? " and :" : "")
        + ", no digit first, for example \""
        + repaired(name, colon)
        + "\"";
  }

  private static boolean allowed(char c, boolean colon) {
    return c < ALLOWED.length && (ALLOWED[c] & (colon ? INSIDE | COLON : INSIDE)) != 0;
  }

  private static String repaired(String name, boolean colon) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (i == 0 && c >= '0' && c <= '9') {
        text.append('_');
      }
      text.append(allowed(c, colon) ? c : '_');
    }
    return text.toString();
  }
}
