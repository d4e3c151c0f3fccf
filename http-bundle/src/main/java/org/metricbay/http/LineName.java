package org.metricbay.http;

/**
 * A series' name as its lines begin: before the braces, or as the first thing in them if not every
 * reader knows its characters.
 */
final class LineName {
  /** None, for labels alone. */
  static final LineName NONE = new LineName(new byte[0], false);

  private final byte[] bytes;
  private final boolean inBraces;

  private LineName(byte[] bytes, boolean inBraces) {
    this.bytes = bytes;
    this.inBraces = inBraces;
  }

  static LineName of(String name) {
    PageText text = new PageText(name.length() + 4);
    boolean plain = Escaping.isPlainMetric(name);
    if (!plain) {
      text.raw("{");
    }
    return new LineName(text.metricName(name).toBytes(), !plain);
  }

  /** Adds it to a text. */
  PageText begin(PageText text) {
    return text.raw(bytes);
  }

  /** Whether it has opened the braces. */
  boolean inBraces() {
    return inBraces;
  }
}
