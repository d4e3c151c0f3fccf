package org.metricbay.platform;

import java.util.NoSuchElementException;
import java.util.OptionalDouble;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Walks through a kernel file: line by line, and in each line field by field. Numbers are read in
 * place, without making a string of each. For use by one thread.
 *
 * <pre>{@code
 * FieldReader lines = new FieldReader(text);
 * while (lines.nextLine()) {
 *   String name = lines.next();
 *   double value = lines.number();
 * }
 * }</pre>
 */
@ProviderType
public final class FieldReader {
  /** The most digits that surely fit into 64 bits. */
  private static final int SAFE_DIGITS = 19;

  private static final int HEXADECIMAL = 16;

  private final String text;
  private int position;
  private int lineStart;
  private int lineEnd = -1;

  /** Starts before the first line of a text. */
  public FieldReader(String text) {
    this.text = text;
  }

  /** Goes to the next line that has a field; false if there is none. */
  public boolean nextLine() {
    while (lineEnd < text.length()) {
      lineStart = lineEnd + 1;
      position = lineStart;
      int end = text.indexOf('\n', lineStart);
      lineEnd = end < 0 ? text.length() : end;
      if (hasNext()) {
        return true;
      }
    }
    return false;
  }

  /** Whether this line has another field. */
  public boolean hasNext() {
    while (position < lineEnd && isBlank(text.charAt(position))) {
      position++;
    }
    return position < lineEnd;
  }

  /** The next field of this line. */
  public String next() {
    int start = takeField();
    return text.substring(start, position);
  }

  /** Passes over the next field of this line. */
  public void skip() {
    takeField();
  }

  /** Whether the rest of this line begins with a text; does not move. */
  public boolean startsWith(String prefix) {
    return hasNext() && text.startsWith(prefix, position) && position + prefix.length() <= lineEnd;
  }

  /**
   * The next field of this line as a number. Counters of 64 bits that the kernel keeps as unsigned
   * come out right.
   */
  public double number() {
    int start = takeField();
    long value = 0;
    if (position - start <= SAFE_DIGITS) {
      int at = start;
      for (; at < position && isDigit(text.charAt(at)); at++) {
        value = 10 * value + (text.charAt(at) - '0');
      }
      if (at == position) {
        return unsigned(value);
      }
    }
    return slowNumber(text.substring(start, position));
  }

  private double slowNumber(String field) {
    try {
      return Double.parseDouble(field);
    } catch (NumberFormatException e) {
      throw notNumber("a number", field, e);
    }
  }

  private NumberFormatException notNumber(String kind, String field, NumberFormatException cause) {
    NumberFormatException better =
        new NumberFormatException("\"" + field + "\" is not " + kind + ", in line: " + line());
    better.initCause(cause);
    return better;
  }

  /** The next field of this line as an unsigned hexadecimal number of up to 64 bits, without 0x. */
  public double hex() {
    int start = takeField();
    try {
      return unsigned(Long.parseUnsignedLong(text, start, position, HEXADECIMAL));
    } catch (NumberFormatException e) {
      throw notNumber("a hexadecimal number", text.substring(start, position), e);
    }
  }

  /**
   * What stands before a delimiter, without blanks around it; moves behind the delimiter. The rest
   * of the line if there is no delimiter.
   */
  public String until(char delimiter) {
    int at = text.indexOf(delimiter, position);
    int end = at < 0 || at > lineEnd ? lineEnd : at;
    String part = text.substring(position, end).strip();
    position = Math.min(end + 1, lineEnd);
    return part;
  }

  /** The rest of this line behind any blanks; moves to its end. */
  public String rest() {
    String rest = hasNext() ? text.substring(position, lineEnd) : "";
    position = lineEnd;
    return rest;
  }

  private String line() {
    return text.substring(lineStart, lineEnd);
  }

  private int takeField() {
    if (!hasNext()) {
      throw new NoSuchElementException(
          lineEnd < 0 ? "no line yet: call nextLine()" : "a field is missing in line: " + line());
    }
    int start = position;
    while (position < lineEnd && !isBlank(text.charAt(position))) {
      position++;
    }
    return start;
  }

  /** A whole text as an unsigned number of 64 bits; empty if it is none. */
  public static OptionalDouble unsigned(String text) {
    try {
      return OptionalDouble.of(unsigned(Long.parseUnsignedLong(text)));
    } catch (NumberFormatException e) {
      return OptionalDouble.empty();
    }
  }

  static double unsigned(long bits) {
    // Halved with the lost bit kept, so that the sum is rounded once, as it should be.
    return bits >= 0 ? bits : 2.0 * ((bits >>> 1) | (bits & 1));
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\r';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
