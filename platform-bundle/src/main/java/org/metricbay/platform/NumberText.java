package org.metricbay.platform;

import java.nio.charset.StandardCharsets;

/** Numbers as the kernel writes them, which is narrower than what Java reads. */
final class NumberText {
  /** The most digits that surely fit into 63 bits, of which Java's long has one for the sign. */
  private static final int SAFE_DIGITS = 18;

  private static final int SAFE_HEX_DIGITS = 16;

  private static final int HEXADECIMAL = 16;

  private NumberText() {}

  /** A number, with a sign or a fraction or without; NaN if it is none. */
  static double decimal(byte[] text, int start, int end) {
    long value = 0;
    int at = start;
    for (; at < end && isDigit(text[at]); at++) {
      value = 10 * value + (text[at] - '0');
    }
    return at == end && end > start && end - start <= SAFE_DIGITS
        ? value
        : slowDecimal(text, start, end);
  }

  private static double slowDecimal(byte[] text, int start, int end) {
    // Java would also take NaN, Infinity, 1d and 0x1p3.
    for (int at = start; at < end; at++) {
      if (!isDigit(text[at]) && ".+-eE".indexOf(text[at]) < 0) {
        return Double.NaN;
      }
    }
    try {
      double value =
          Double.parseDouble(new String(text, start, end - start, StandardCharsets.US_ASCII));
      return Double.isInfinite(value) ? Double.NaN : value;
    } catch (NumberFormatException none) {
      return Double.NaN;
    }
  }

  /** An unsigned hexadecimal number of up to 64 bits, without 0x; NaN if it is none. */
  static double hexadecimal(byte[] text, int start, int end) {
    int from = start;
    while (end - from > SAFE_HEX_DIGITS && text[from] == '0') {
      from++;
    }
    if (end == start || end - from > SAFE_HEX_DIGITS) {
      return Double.NaN;
    }
    long value = 0;
    for (int at = from; at < end; at++) {
      int digit = hexDigit(text[at]);
      if (digit < 0) {
        return Double.NaN;
      }
      value = HEXADECIMAL * value + digit;
    }
    return unsigned(value);
  }

  /** Whether a field is a number, also a hexadecimal one, a fraction or an address. */
  static boolean isOne(byte[] text, int start, int end) {
    boolean hasDigit = false;
    for (int at = start; at < end; at++) {
      hasDigit |= isDigit(text[at]);
      if (hexDigit(text[at]) < 0 && text[at] != ':' && text[at] != '.') {
        return false;
      }
    }
    return hasDigit;
  }

  /** Of 64 bits without a sign. */
  static double unsigned(long bits) {
    // Halved with the lost bit kept, so that the sum is rounded once, as it should be.
    return bits >= 0 ? bits : 2.0 * ((bits >>> 1) | (bits & 1));
  }

  /** The value of a digit, below 0 if it is none. */
  private static int hexDigit(byte c) {
    if (isDigit(c)) {
      return c - '0';
    }
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
  }

  private static boolean isDigit(byte c) {
    return c >= '0' && c <= '9';
  }
}
