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
  /** Where more comes from; nothing if all is here. */
  private final @Nullable TextSource source;

  private byte[] text;
  private int length;
  private int position;
  private int lineStart;
  private int lineEnd = -1;
  private int line;
  private final UnreadableLines unreadableLines = new UnreadableLines();

  /** Starts before the first line of a text. */
  public FieldReader(String text) {
    this(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The same for a text in UTF-8, in an array that nobody changes. */
  FieldReader(byte[] text) {
    this.text = text;
    this.length = text.length;
    this.source = null;
  }

  /** Starts before the first line of a text that comes piece by piece. */
  FieldReader(TextSource source) {
    this.text = source.bytes();
    this.source = source;
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
    while (lineEnd < length) {
      lineStart = lineEnd + 1;
      line++;
      lineEnd = find('\n', lineStart, length);
      if (lineEnd == length && source != null) {
        completeLine(source);
      }
      position = lineStart;
      if (hasNext()) {
        return true;
      }
    }
    return false;
  }

  /** Reads on to the end of the line that has begun. */
  private void completeLine(TextSource more) {
    while (lineEnd == length && more.readOn(lineStart)) {
      int searched = length - lineStart;
      lineStart = 0;
      text = more.bytes();
      length = more.length();
      lineEnd = find('\n', searched, length);
    }
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
      unreadableLines.tell(() -> LineName.of(text, lineStart, lineEnd, line), file, e, unreadable);
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

  /**
   * The next field of this line, of which each character is a byte: for names that need not be
   * UTF-8, and go back to the kernel as they are.
   */
  public String nextRaw() {
    int start = takeField();
    return new String(text, start, position - start, StandardCharsets.ISO_8859_1);
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
    return checked(NumberText.decimal(text, start, position), "a number", start);
  }

  /**
   * Reads the numbers that this line goes on with, so that a line of a table can be taken as a
   * whole: one with a column too few has the others in wrong places.
   *
   * @param into takes them, as many as there is room for
   * @return how many there are; {@link #hasNext} tells whether there are more
   */
  public int numbers(double[] into) {
    int count = 0;
    while (count < into.length && hasNext()) {
      into[count++] = number();
    }
    return count;
  }

  /**
   * Reads all numbers that this line goes on with, of which there must be that many.
   *
   * @throws IllegalArgumentException if there are more or less
   */
  public void allNumbers(double[] into) {
    int count = numbers(into);
    if (count < into.length || hasNext()) {
      throw new IllegalArgumentException(
          "there are not " + into.length + " numbers in line: " + line());
    }
  }

  private double checked(double value, String kind, int start) {
    if (Double.isNaN(value)) {
      String field = LineName.shown(text, start, position);
      throw new NumberFormatException("\"" + field + "\" is not " + kind + ", in line: " + line());
    }
    return value;
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
    return checked(NumberText.hexadecimal(text, start, position), "a hexadecimal number", start);
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

  private String line() {
    return LineName.shown(text, lineStart, lineEnd);
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
      return OptionalDouble.of(NumberText.unsigned(Long.parseUnsignedLong(text)));
    } catch (NumberFormatException e) {
      return OptionalDouble.empty();
    }
  }

  static boolean isBlank(byte c) {
    return c == ' ' || c == '\t' || c == '\r';
  }
}
