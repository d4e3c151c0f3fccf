package org.metricbay.platform;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;

/** What a file held when it was last read, in a buffer that the next reading uses again. */
final class FileBytes {
  /** Files that grow with the host are read as a {@link KernelTable}; no other is so large. */
  private static final int LIMIT = 4 << 20;

  /** A sysfs attribute is mostly a number or a word, and never more than a page. */
  private static final int LINE_LIMIT = 4 << 10;

  private static final int SMALLEST = 64;

  private static final int ONE_RECORD = 1 << 10;

  /** Enough for most of procfs at the first go. */
  private static final int WHOLE_FILE = 8 << 10;

  /**
   * The kernel answers with as many whole records as fit into a buffer of its own, which has at
   * least 4,096 bytes: one of 500 would have been in an answer no longer than this.
   */
  private static final int WITH_ROOM_FOR_MORE = 4096 - 512;

  /** The most digits that surely fit into 63 bits. */
  private static final int SAFE_DIGITS = 18;

  private byte[] bytes = new byte[SMALLEST];
  private int length;

  /** Reads a file from here to its end, wherever it says that that is: files in procfs say 0. */
  FileBytes readAll(RandomAccessFile in) throws IOException {
    begin();
    readRest(in);
    fit();
    return this;
  }

  /** The same for a file of short records, of which a short read is the last. */
  FileBytes readRecords(RandomAccessFile in) throws IOException {
    begin();
    int room = bytes.length;
    if (readMore(in) && !isLast(length, room)) {
      readRest(in);
    }
    fit();
    return this;
  }

  /** Whether an answer of short records is the last. */
  static boolean isLast(int count, int room) {
    return count <= WITH_ROOM_FOR_MORE && count < room;
  }

  /** Reads a small file that the kernel writes in one piece, by as few calls as it takes. */
  FileBytes readOneRecord(RandomAccessFile in) throws IOException {
    length = 0;
    if (bytes.length < ONE_RECORD) {
      bytes = new byte[ONE_RECORD];
    }
    int room = bytes.length;
    if (readMore(in) && !isLast(length, room)) {
      readRest(in);
    }
    return this;
  }

  private void begin() {
    length = 0;
    if (bytes.length == SMALLEST) {
      bytes = new byte[WHOLE_FILE];
    }
  }

  /** Leaves twice to four times what was read; of most files that are kept that is little. */
  private void fit() {
    int enough = Math.max(2 * SMALLEST, Integer.highestOneBit(length) << 2);
    if (bytes.length > enough) {
      bytes = Arrays.copyOf(bytes, enough);
    }
  }

  private void readRest(RandomAccessFile in) throws IOException {
    while (readMore(in)) {
      if (length > LIMIT) {
        bytes = new byte[SMALLEST];
        throw new TooLargeException(LIMIT);
      }
    }
  }

  /** There is more than any file of the kernel's has. */
  static final class TooLargeException extends IOException {
    private static final long serialVersionUID = 1L;

    TooLargeException(long most) {
      super("holds more than " + most + " bytes: not a kernel file");
    }
  }

  /** Reads at least to the end of the first line. */
  FileBytes readLine(RandomAccessFile in) throws IOException {
    length = 0;
    boolean more = true;
    while (more) {
      more = readMore(in) && bytes[length - 1] != '\n' && length < LINE_LIMIT;
    }
    return this;
  }

  private boolean readMore(RandomAccessFile in) throws IOException {
    if (length == bytes.length) {
      bytes = Arrays.copyOf(bytes, 2 * length);
    }
    int n = in.read(bytes, length, bytes.length - length);
    length += Math.max(n, 0);
    return n > 0;
  }

  /** The same in fields, which stay as they are when the buffer changes. */
  FieldReader fields() {
    return new FieldReader(Arrays.copyOf(bytes, length));
  }

  String text() {
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }

  /** The first line without blanks around it; empty if nothing is in it. */
  Optional<String> line() {
    String text = text();
    int end = text.indexOf('\n');
    String line = (end < 0 ? text : text.substring(0, end)).strip();
    return line.isEmpty() ? Optional.empty() : Optional.of(line);
  }

  /** The first line as an unsigned number of 64 bits; empty if it is none. */
  OptionalDouble number() {
    long value = 0;
    int at = 0;
    for (; at < length && at < SAFE_DIGITS && bytes[at] >= '0' && bytes[at] <= '9'; at++) {
      value = 10 * value + (bytes[at] - '0');
    }
    if (at > 0 && (at == length || bytes[at] == '\n')) {
      return OptionalDouble.of((double) value);
    }
    Optional<String> line = line();
    return line.isPresent() ? FieldReader.unsigned(line.get()) : OptionalDouble.empty();
  }
}
