package org.metricbay.host;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Builds text without allocating anything; what does not fit is left out. */
final class HeapFreeText {
  private final byte[] bytes;
  private int length;

  HeapFreeText(int capacity) {
    bytes = new byte[capacity];
  }

  /** As bytes, since a text in the code takes memory where it is met first. */
  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  HeapFreeText clear() {
    length = 0;
    return this;
  }

  /** Each character must be ASCII. */
  HeapFreeText put(String ascii) {
    for (int i = 0; i < ascii.length() && length < bytes.length; i++) {
      bytes[length++] = (byte) ascii.charAt(i);
    }
    return this;
  }

  HeapFreeText put(byte[] text) {
    for (int i = 0; i < text.length && length < bytes.length; i++) {
      bytes[length++] = text[i];
    }
    return this;
  }

  HeapFreeText put(HeapFreeText other) {
    for (int i = 0; i < other.length && length < bytes.length; i++) {
      bytes[length++] = other.bytes[i];
    }
    return this;
  }

  /** What is left in the buffer, or its first line only. */
  HeapFreeText put(ByteBuffer buffer, boolean oneLine) {
    while (buffer.hasRemaining()) {
      byte next = buffer.get();
      if (oneLine && next == '\n') {
        return this;
      }
      if (length < bytes.length) {
        bytes[length++] = next;
      }
    }
    return this;
  }

  HeapFreeText put(long number) {
    if (number > 9) {
      put(number / 10);
    }
    if (length < bytes.length) {
      bytes[length++] = (byte) ('0' + number % 10);
    }
    return this;
  }

  /** Two digits. */
  HeapFreeText two(long number) {
    if (number < 10) {
      put(0);
    }
    return put(number);
  }

  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }
}
