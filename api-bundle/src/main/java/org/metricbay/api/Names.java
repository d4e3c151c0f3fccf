package org.metricbay.api;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Which names are allowed: those of the <a
 * href="https://prometheus.io/docs/concepts/data_model/#metric-names-and-labels">Prometheus data
 * model</a> that every version of Prometheus reads.
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

  static void checkMetric(String name, MetricType type) {
    check(name, "metric name", true);
    if (type == MetricType.COUNTER && !name.endsWith("_total")) {
      throw new IllegalArgumentException(
          "counter \"" + name + "\" must end in _total: name it \"" + name + "_total\"");
    }
    if (type == MetricType.INFO && !name.endsWith("_info")) {
      throw new IllegalArgumentException(
          "info metric \"" + name + "\" must end in _info: name it \"" + name + "_info\"");
    }
  }

  static void checkLabel(String name) {
    check(name, "label name", false);
    if (name.startsWith("__")) {
      throw new IllegalArgumentException(
          "label name \"" + name + "\" starts with __, which Prometheus keeps for itself");
    }
  }

  private static void check(String name, String what, boolean colon) {
    if (name == null || name.isEmpty()) {
      throw new IllegalArgumentException("a " + what + " is missing: give a non-empty name");
    }
    // On the path of every scrape, some ten thousand characters each: as bytes, in which what is
    // not Latin-1 is a question mark, they are looked at sooner than one by one.
    int mask = colon ? FIRST | COLON : FIRST;
    byte[] characters = name.getBytes(StandardCharsets.ISO_8859_1);
    for (int i = 0; i < characters.length; i++) {
      byte c = characters[i];
      if (c < 0 || (ALLOWED[c] & mask) == 0) {
        throw new IllegalArgumentException(refused(name, what, i, colon));
      }
      mask |= INSIDE;
    }
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
