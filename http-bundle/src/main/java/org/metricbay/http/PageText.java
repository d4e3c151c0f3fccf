package org.metricbay.http;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.metricbay.api.Labels;

/**
 * The text of a metrics page, of which this knows how names, labels and numbers are written. It is
 * made as the bytes that go out: all in one buffer, which grows, or in pieces. For use by one
 * thread.
 */
final class PageText {
  /** From here on not every whole number is a double. */
  private static final double WHOLE = 1L << 53;

  private static final int MOST_DIGITS = 20;
  private static final int BILLION = 1_000_000_000;

  private static final int MILLION = 1_000_000;

  /** Below this, billionths have at most 15 digits. */
  private static final double MOST_IN_BILLIONTHS = 1e6;

  /** From here on Java writes no exponent, and from there on again one. */
  private static final double LEAST_PLAIN = 1e-3;

  private static final double LEAST_WITH_EXPONENT = 1e7;

  /** 00, 01 and so on: two digits cost one division. */
  private static final byte[] PAIRS = pairs();

  private final @Nullable PageSink sink;
  private byte[] bytes;
  private int length;

  /** How long the pieces are together that have gone out. */
  private long gone;

  /** All in one buffer, which has this size at first. */
  PageText(int size) {
    this.bytes = new byte[size];
    this.sink = null;
  }

  /** In pieces, which go there. */
  PageText(PageSink sink) {
    this.bytes = sink.first();
    this.sink = sink;
  }

  private static byte[] pairs() {
    byte[] pairs = new byte[200];
    for (int i = 0; i < 100; i++) {
      pairs[2 * i] = (byte) ('0' + i / 10);
      pairs[2 * i + 1] = (byte) ('0' + i % 10);
    }
    return pairs;
  }

  /** How many bytes of UTF-8 the text has. */
  long length() {
    return gone + length;
  }

  /** All of it; to be said once, when it is whole. */
  Body body() {
    return sink == null ? new Body(toBytes()) : sink.end(bytes, length);
  }

  /** Those that have not gone out. */
  byte[] toBytes() {
    return Arrays.copyOf(bytes, length);
  }

  private void reserve(int more) {
    if (bytes.length - length < more) {
      makeRoom(more);
    }
  }

  private void makeRoom(int more) {
    if (sink == null) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length + bytes.length / 2, length + more));
    } else {
      bytes = sink.take(bytes, length);
      gone += length;
      length = 0;
    }
  }

  /** As it is, in UTF-8. */
  PageText raw(byte[] part) {
    return raw(part, 0, part.length);
  }

  /** A part of some bytes, which are UTF-8, as it is. */
  PageText raw(byte[] text, int from, int count) {
    int at = from;
    int end = from + count;
    while (bytes.length - length < end - at) {
      // A buffer that goes out is filled; one that grows will hold all.
      int fits = sink == null ? 0 : bytes.length - length;
      copy(text, at, fits);
      at += fits;
      makeRoom(end - at);
    }
    copy(text, at, end - at);
    return this;
  }

  private void copy(byte[] text, int from, int count) {
    System.arraycopy(text, from, bytes, length, count);
    length += count;
  }

  /** As it is. */
  PageText raw(String part) {
    return raw(part.getBytes(StandardCharsets.UTF_8));
  }

  private PageText raw(char c) {
    reserve(1);
    bytes[length++] = (byte) c;
    return this;
  }

  /** The end of a line. */
  void end() {
    raw('\n');
  }

  /** A metric's name outside of a series, in quotes if not every reader knows its characters. */
  PageText metricName(String name) {
    return Escaping.isPlainMetric(name) ? raw(name) : quoted(name);
  }

  private PageText quoted(String text) {
    return raw('"').escaped(text, true).raw('"');
  }

  /** What stands before a sample's value. */
  PageText series(LineName name, Labels labels) {
    name.begin(this).labels(name, labels);
    if (name.inBraces() || labels.size() > 0) {
      raw('}');
    }
    return raw(' ');
  }

  /** The same with one more label, whose value is a bucket's bound or a quantile's rank. */
  PageText series(LineName name, Labels labels, String last, double value, boolean open) {
    name.begin(this).labels(name, labels).before(name, labels.size());
    return raw(last).raw("=\"").bound(value, open).raw("\"} ");
  }

  /** As {@link GoNumber} does, of which the usual ones need less. */
  PageText bound(double value, boolean open) {
    double size = Math.abs(value);
    if (size < LEAST_PLAIN || size >= MOST_IN_BILLIONTHS || Double.isNaN(value)) {
      return raw(GoNumber.of(value, open));
    }
    long whole = (long) value;
    if (whole != value) {
      return isInBillionths(size) ? floating(value) : raw(GoNumber.of(value, open));
    }
    return open ? number(whole).raw(".0") : number(whole);
  }

  private static boolean isInBillionths(double size) {
    return Math.round(size * BILLION) / (double) BILLION == size;
  }

  /** The same with one more label. */
  PageText series(LineName name, Labels labels, String last, String value) {
    name.begin(this).labels(name, labels).before(name, labels.size());
    return labelName(last).raw('=').quoted(value).raw("} ");
  }

  /** Labels in braces. */
  PageText inBraces(Labels labels) {
    return labels.size() == 0 ? raw("{}") : labels(LineName.NONE, labels).raw('}');
  }

  private PageText labels(LineName name, Labels labels) {
    boolean plain = labels.hasPlainNames();
    for (int i = 0; i < labels.size(); i++) {
      before(name, i);
      if (plain) {
        raw(labels.name(i));
      } else {
        labelName(labels.name(i));
      }
      raw("=\"").escaped(labels.value(i), true).raw('"');
    }
    return this;
  }

  /** What stands before a label of a series. */
  private PageText before(LineName name, int index) {
    return raw(index > 0 || name.inBraces() ? ',' : '{');
  }

  private PageText labelName(String name) {
    return Escaping.isPlainLabel(name) ? raw(name) : quoted(name);
  }

  /** A moment in seconds, of which thousandths are shown. */
  PageText seconds(Instant moment) {
    long thousandths = moment.getNano() / (BILLION / 1000);
    if (moment.getEpochSecond() < 0 && thousandths > 0) {
      return number(moment.getEpochSecond() + thousandths / 1e3);
    }
    number(moment.getEpochSecond()).raw('.');
    raw((char) ('0' + thousandths / 100));
    raw((char) ('0' + thousandths / 10 % 10));
    return raw((char) ('0' + thousandths % 10));
  }

  /**
   * A number: a whole one in digits, any other in Java's shortest form, which both formats read.
   */
  PageText number(double value) {
    long whole = (long) value;
    if (whole == value && Math.abs(value) < WHOLE && (whole != 0 || 1 / value > 0)) {
      return number(whole);
    }
    return floating(value);
  }

  PageText number(long count) {
    reserve(MOST_DIGITS);
    if (count >= 0 && count < 10) {
      bytes[length++] = (byte) ('0' + count); // Half of all numbers.
      return this;
    }
    if (count < 0) {
      return raw(Long.toString(count));
    }
    int end = length + digits(count);
    length = end;
    long high = count;
    while (high > Integer.MAX_VALUE) {
      long rest = high / 100;
      end = pair((int) (high - 100 * rest), end);
      high = rest;
    }
    int low = (int) high;
    while (low >= 10) {
      // A hundredth, as the compiler divides slowly: right for each int that is not negative.
      int rest = (int) ((low * 1374389535L) >>> 37);
      end = pair(low - 100 * rest, end);
      low = rest;
    }
    if (low > 0) {
      bytes[end - 1] = (byte) ('0' + low);
    }
    return this;
  }

  /** Digits before and behind the point, at least one each. */
  private PageText decimal(long billionths) {
    number(billionths / BILLION).raw('.');
    return fraction(billionths % BILLION, BILLION / 10);
  }

  /** As Java writes what is so small: {@code 2.5E-4}. */
  private PageText small(long billionths) {
    int exponent = -9;
    long first = 1;
    for (; billionths / first >= 10; first *= 10) {
      exponent++;
    }
    raw((char) ('0' + billionths / first)).raw('.');
    fraction(billionths % first, first / 10);
    return raw('E').number((long) exponent);
  }

  /**
   * The digits of a rest from the place of one digit on, without zeros at the end, at least one.
   */
  private PageText fraction(long rest, long place) {
    if (place == 0) {
      return raw('0');
    }
    int left = (int) rest;
    int digit = (int) place;
    do {
      raw((char) ('0' + left / digit));
      left %= digit;
      digit /= 10;
    } while (left > 0);
    return this;
  }

  /** Two digits before a place, and the place that they begin at. */
  private int pair(int number, int end) {
    bytes[end - 1] = PAIRS[2 * number + 1];
    bytes[end - 2] = PAIRS[2 * number];
    return end - 2;
  }

  private static int digits(long number) {
    int digits = 1;
    long bound = 10;
    while (number >= bound && digits < MOST_DIGITS - 1) {
      digits++;
      bound *= 10;
    }
    return digits;
  }

  private PageText floating(double value) {
    // Most have few decimals: then they are exact in billionths or millionths, and need no search
    // for the shortest form, as no other number of at most 15 digits is the same double.
    double size = Math.abs(value);
    if (size < LEAST_WITH_EXPONENT) {
      int unit = size < MOST_IN_BILLIONTHS ? BILLION : MILLION;
      long parts = Math.round(size * unit);
      if (parts > 0 && parts / (double) unit == size) {
        PageText signed = value < 0 ? raw('-') : this;
        long billionths = parts * (BILLION / unit);
        return size >= LEAST_PLAIN ? signed.decimal(billionths) : signed.small(billionths);
      }
    }
    if (Double.isInfinite(value)) {
      return raw(value > 0 ? "+Inf" : "-Inf");
    }
    return raw(Double.toString(value));
  }

  /** Text with backslashes and line ends escaped, and quotes as well where they would end it. */
  PageText escaped(String part, boolean quotes) {
    int copied = 0;
    for (int i = 0; i < part.length(); i++) {
      char c = part.charAt(i);
      if (c == '\\' || c == '\n' || (c == '"' && quotes)) {
        raw(part.substring(copied, i)).raw('\\').raw(c == '\n' ? 'n' : c);
        copied = i + 1;
      }
    }
    return raw(part.substring(copied));
  }

  @Override
  public String toString() {
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }
}
