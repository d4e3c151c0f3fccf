package org.metricbay.platform;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.NoSuchElementException;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
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

  private static final int SAFE_HEX_DIGITS = 16;

  private static final int HEXADECIMAL = 16;

  /** Whoever has more such lines has one fault in all of them. */
  private static final int MOST_TOLD = 100;

  private final byte[] text;
  private int position;
  private int lineStart;
  private int lineEnd = -1;
  private int line;
  private int untold;

  /** Starts before the first line of a text. */
  public FieldReader(String text) {
    this(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The same for a text in UTF-8, in an array that nobody changes. */
  FieldReader(byte[] text) {
    this.text = text;
  }

  private String text(int start, int end) {
    return new String(text, start, end - start, StandardCharsets.UTF_8);
  }

  /** Where a character of ASCII comes next, at the end of the text if it does not. */
  private int find(char c, int from, int end) {
    int at = from;
    while (at < end && text[at] != c) {
      at++;
    }
    return at;
  }

  /** Where a character of ASCII comes last in the rest of this line; at its end if it does not. */
  private int findLast(char c) {
    int at = lineEnd - 1;
    while (at >= position && text[at] != c) {
      at--;
    }
    return at < position ? lineEnd : at;
  }

  /** Goes to the next line that has a field; false if there is none. */
  public boolean nextLine() {
    while (lineEnd < text.length) {
      lineStart = lineEnd + 1;
      line++;
      position = lineStart;
      lineEnd = find('\n', lineStart, text.length);
      if (hasNext()) {
        return true;
      }
    }
    return false;
  }

  /** What is done with each line. */
  @FunctionalInterface
  public interface LineUser {
    /** Reads the line that the reader is at the start of. */
    void use(FieldReader line);
  }

  /** Who is told of what could not be read. */
  @FunctionalInterface
  public interface Unreadable {
    /**
     * Something could not be read.
     *
     * @param what the line, by the same words each time
     * @param why what is wrong with it
     */
    void tell(String what, String why);
  }

  /**
   * Has each line read by itself: one that cannot be read costs itself. Only if none can, this
   * fails, as it is not such a file then.
   *
   * @param file how the file is named to people
   */
  public void eachLine(String file, LineUser user, Unreadable unreadable) {
    boolean any = false;
    RuntimeException first = null;
    while (nextLine()) {
      RuntimeException problem = use(file, user, unreadable);
      any |= problem == null;
      first = first == null ? problem : first;
    }
    if (!any && first != null) {
      throw first;
    }
  }

  /**
   * Has each line read as {@link #eachLine} does, but never fails: for a file that is one of
   * several, or whose heading is read already.
   *
   * @param file how the file is named to people
   */
  public void eachUsableLine(String file, LineUser user, Unreadable unreadable) {
    while (nextLine()) {
      use(file, user, unreadable);
    }
  }

  /**
   * Has this line, or the rest of it, read by itself: if it cannot be read, that is told.
   *
   * @param file how the file is named to people
   */
  public void useLine(String file, LineUser user, Unreadable unreadable) {
    use(file, user, unreadable);
  }

  /** What was thrown; mostly nothing. */
  private @Nullable RuntimeException use(String file, LineUser user, Unreadable unreadable) {
    try {
      user.use(this);
      return null;
    } catch (IllegalArgumentException | NoSuchElementException | IndexOutOfBoundsException e) {
      if (++untold < MOST_TOLD) {
        unreadable.tell(lineName() + " of " + file, "cannot be read: " + e.getMessage());
      } else if (untold == MOST_TOLD) {
        unreadable.tell("more lines of " + file, "cannot be read, either");
      }
      return e;
    }
  }

  /** Whether this line has another field. */
  public boolean hasNext() {
    while (position < lineEnd && isBlank(text[position])) {
      position++;
    }
    return position < lineEnd;
  }

  /** The next field of this line. */
  public String next() {
    int start = takeField();
    return text(start, position);
  }

  /** Passes over the next field of this line. */
  public void skip() {
    takeField();
  }

  /** Whether the rest of this line begins with a text; does not move. */
  public boolean startsWith(String prefix) {
    if (!hasNext() || position + prefix.length() > lineEnd) {
      return false;
    }
    for (int i = 0; i < prefix.length(); i++) {
      if (text[position + i] != prefix.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Passes over the next field if it is this one, in UTF-8. */
  boolean skipIfNext(byte[] field) {
    if (!hasNext()) {
      return false;
    }
    int end = position + field.length;
    if (!isAt(position, end, field) || (end < lineEnd && !isBlank(text[end]))) {
      return false;
    }
    position = end;
    return true;
  }

  /**
   * Passes over this, in UTF-8, behind any blanks, if it comes next up to a delimiter or the end.
   */
  boolean skipIfNextUntil(char delimiter, byte[] part) {
    if (!hasNext()) {
      return false;
    }
    int end = position + part.length;
    if (!isAt(position, end, part) || (end < lineEnd && text[end] != delimiter)) {
      return false;
    }
    position = Math.min(end + 1, lineEnd);
    return true;
  }

  /** The same up to the last delimiter of the line. */
  boolean skipIfNextUntilLast(char delimiter, byte[] part) {
    if (!hasNext()) {
      return false;
    }
    int end = position + part.length;
    if (!isAt(position, end, part) || findLast(delimiter) != end) {
      return false;
    }
    position = Math.min(end + 1, lineEnd);
    return true;
  }

  /** Passes over the rest of this line if it is this one behind any blanks, in UTF-8. */
  boolean skipIfRest(byte[] rest) {
    if (!hasNext() || lineEnd - position != rest.length || !isAt(position, lineEnd, rest)) {
      return false;
    }
    position = lineEnd;
    return true;
  }

  private boolean isAt(int start, int end, byte[] part) {
    return end <= lineEnd && Arrays.equals(text, start, end, part, 0, part.length);
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
      for (; at < position && isDigit(text[at]); at++) {
        value = 10 * value + (text[at] - '0');
      }
      if (at == position) {
        return unsigned(value);
      }
    }
    return slowNumber(text(start, position));
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
    return hexFrom(takeField());
  }

  /**
   * The same up to a delimiter, behind which it moves: {@code 0000000a:00000000}.
   *
   * @throws NumberFormatException if what stands before it, or the rest of a line without it, is
   *     anything else
   */
  public double hex(char delimiter) {
    hasNext(); // over the blanks
    int start = position;
    position = find(delimiter, start, lineEnd);
    double value = hexFrom(start);
    position = Math.min(position + 1, lineEnd);
    return value;
  }

  private double hexFrom(int start) {
    long value = 0;
    if (position - start <= SAFE_HEX_DIGITS) {
      int at = start;
      for (int digit; at < position && (digit = hexDigit(text[at])) >= 0; at++) {
        value = HEXADECIMAL * value + digit;
      }
      if (at == position) {
        return unsigned(value);
      }
    }
    String field = text(start, position);
    try {
      return unsigned(Long.parseUnsignedLong(field, HEXADECIMAL));
    } catch (NumberFormatException e) {
      throw notNumber("a hexadecimal number", field, e);
    }
  }

  /** The value of a digit, below 0 if it is none. */
  private static int hexDigit(byte c) {
    if (isDigit(c)) {
      return c - '0';
    }
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
  }

  /**
   * What stands before a delimiter, without blanks around it; moves behind the delimiter. The rest
   * of the line if there is no delimiter.
   */
  public String until(char delimiter) {
    return upTo(find(delimiter, position, lineEnd));
  }

  /** The same up to the last delimiter of the line: what stands before it may have some, too. */
  public String untilLast(char delimiter) {
    return upTo(findLast(delimiter));
  }

  private String upTo(int end) {
    int last = end;
    while (last > position && isBlank(text[last - 1])) {
      last--;
    }
    int first = position;
    while (first < last && isBlank(text[first])) {
      first++;
    }
    position = Math.min(end + 1, lineEnd);
    return text(first, last);
  }

  /** The rest of this line behind any blanks; moves to its end. */
  public String rest() {
    String rest = hasNext() ? text(position, lineEnd) : "";
    position = lineEnd;
    return rest;
  }

  /**
   * How this line is named to people: {@code line "MemFree:"}, by its first field, or {@code line
   * 3} if that is a number, which may be another one the next time.
   */
  private String lineName() {
    int start = lineStart;
    while (start < lineEnd && isBlank(text[start])) {
      start++;
    }
    int end = start;
    while (end < lineEnd && !isBlank(text[end])) {
      end++;
    }
    return isNumber(start, end) ? "line " + line : "line \"" + text(start, end) + "\"";
  }

  /** Whether a field is one, also a hexadecimal one, a fraction or an address. */
  private boolean isNumber(int start, int end) {
    boolean hasDigit = false;
    for (int at = start; at < end; at++) {
      hasDigit |= isDigit(text[at]);
      if (hexDigit(text[at]) < 0 && text[at] != ':' && text[at] != '.') {
        return false;
      }
    }
    return hasDigit;
  }

  private String line() {
    return text(lineStart, lineEnd);
  }

  private int takeField() {
    if (!hasNext()) {
      throw new NoSuchElementException(
          lineEnd < 0 ? "no line yet: call nextLine()" : "a field is missing in line: " + line());
    }
    int start = position;
    while (position < lineEnd && !isBlank(text[position])) {
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

  private static boolean isBlank(byte c) {
    return c == ' ' || c == '\t' || c == '\r';
  }

  private static boolean isDigit(byte c) {
    return c >= '0' && c <= '9';
  }
}
