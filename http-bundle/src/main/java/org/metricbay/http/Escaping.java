package org.metricbay.http;

import java.util.Optional;

/**
 * The schemes of Prometheus 3 for names with characters that not every reader knows; a client names
 * one in {@code Accept}. Classic names stay the same in all schemes.
 */
enum Escaping {
  /** A {@code _} for each other character: what who names no scheme is shown. */
  UNDERSCORES("underscores"),
  /** {@code _dot_} for a dot, two underscores for one and for any other character. */
  DOTS("dots"),
  /** {@code U__} before it, and the number of each other character: can be read back. */
  VALUES("values"),
  /** As they are, in quotes. */
  ALLOW_UTF8("allow-utf-8");

  private final String key;

  Escaping(String key) {
    this.key = key;
  }

  /** As it stands in a header. */
  String key() {
    return key;
  }

  /** The one that a header names; the first if none, or none of these. */
  static Escaping of(Optional<String> named) {
    for (Escaping escaping : values()) {
      if (named.filter(escaping.key::equals).isPresent()) {
        return escaping;
      }
    }
    return UNDERSCORES;
  }

  /** A metric's name as it is shown. */
  String metric(String name) {
    return this == ALLOW_UTF8 || isPlainMetric(name) ? name : escaped(name, true);
  }

  /**
   * A label's name as it is shown. What would begin with two underscores, which Prometheus keeps
   * for itself, is shown by its values.
   */
  String label(String name) {
    if (this == ALLOW_UTF8 || isPlainLabel(name)) {
      return name;
    }
    String shown = escaped(name, false);
    return shown.startsWith("__") ? VALUES.escaped(name, false) : shown;
  }

  static boolean isPlainMetric(String name) {
    return isPlain(name, true);
  }

  static boolean isPlainLabel(String name) {
    return isPlain(name, false);
  }

  private static boolean isPlain(String name, boolean colon) {
    for (int i = 0; i < name.length(); i++) {
      if (!isPlain(name.charAt(i), i, colon)) {
        return false;
      }
    }
    return !name.isEmpty();
  }

  private static boolean isPlain(int c, int at, boolean colon) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9' && at > 0)
        || c == '_'
        || (c == ':' && colon);
  }

  private String escaped(String name, boolean colon) {
    StringBuilder text = new StringBuilder(this == VALUES ? "U__" : "");
    int c;
    for (int i = 0; i < name.length(); i += Character.charCount(c)) {
      c = name.codePointAt(i);
      if (c == '_') {
        text.append(this == UNDERSCORES ? "_" : "__");
      } else if (isPlain(c, i, colon)) {
        text.appendCodePoint(c);
      } else {
        text.append(instead(c));
      }
    }
    return text.toString();
  }

  private String instead(int c) {
    return switch (this) {
      case VALUES -> "_" + Integer.toHexString(c) + "_";
      case DOTS -> c == '.' ? "_dot_" : "__";
      default -> "_";
    };
  }
}
