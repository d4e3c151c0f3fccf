package org.metricbay.textfile;

import static org.metricbay.textfile.TextFormatException.quoted;

import java.util.Locale;

/** Numbers as the text format writes them, which is narrower than what Java reads. */
final class TextNumbers {
  /** The largest number of which every smaller one is exact. */
  private static final double LARGEST_COUNT = 0x1p53;

  private TextNumbers() {}

  static double read(String text, LineReader line) throws TextFormatException {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "nan", "+nan", "-nan" -> Double.NaN;
      case "inf", "+inf", "infinity", "+infinity" -> Double.POSITIVE_INFINITY;
      case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
      default -> decimal(text, line);
    };
  }

  private static double decimal(String text, LineReader line) throws TextFormatException {
    try {
      double number = decimal(text);
      if (!Double.isInfinite(number)) {
        return number;
      }
    } catch (NumberFormatException none) {
      // Told below.
    }
    throw line.wrong("a number is expected, not " + quoted(text));
  }

  /** Java would also take 1d, 0x1p3 and blanks. */
  private static double decimal(String text) {
    for (int i = 0; i < text.length(); i++) {
      if ("0123456789+-.eE".indexOf(text.charAt(i)) < 0) {
        throw new NumberFormatException();
      }
    }
    return Double.parseDouble(text);
  }

  static long count(double number, LineReader line) throws TextFormatException {
    if (!(number >= 0 && number <= LARGEST_COUNT) || number != Math.rint(number)) {
      throw line.wrong("a count must be a whole number from 0, not " + number);
    }
    return (long) number;
  }
}
