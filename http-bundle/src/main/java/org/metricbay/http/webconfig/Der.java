package org.metricbay.http.webconfig;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Optional;

/** As much of DER as private keys need: elements one after another, and making some. */
final class Der {
  static final int INTEGER = 0x02;
  static final int OCTETS = 0x04;
  static final int NULL = 0x05;
  static final int OID = 0x06;
  static final int SEQUENCE = 0x30;

  /** The element [0] that stands around another one. */
  static final int EXPLICIT_0 = 0xA0;

  private final byte[] bytes;
  private int at;
  private final int end;

  /** One element; its first byte says of which kind it is. */
  static final class Element {
    private final int tag;
    private final byte[] content;

    private Element(int tag, byte[] content) {
      this.tag = tag;
      this.content = content;
    }

    byte[] content() {
      return content;
    }

    /** The elements within this one. */
    Der inside() {
      return new Der(content);
    }
  }

  Der(byte[] bytes) {
    this.bytes = bytes;
    this.end = bytes.length;
  }

  /** The next element; nothing at the end, or if the rest is none. */
  Optional<Element> next() {
    if (end - at < 2) {
      return Optional.empty();
    }
    int tag = bytes[at++] & 0xFF;
    int length = bytes[at++] & 0xFF;
    if (length >= 0x80) {
      int count = length & 0x7F;
      if (count < 1 || count > 3 || end - at < count) {
        return Optional.empty();
      }
      length = 0;
      for (int i = 0; i < count; i++) {
        length = (length << 8) | (bytes[at++] & 0xFF);
      }
    }
    if (length > end - at) {
      return Optional.empty();
    }
    at += length;
    return Optional.of(new Element(tag, Arrays.copyOfRange(bytes, at - length, at)));
  }

  /** The next element if it is of that kind. */
  Optional<Element> next(int tag) {
    return next().filter(element -> element.tag == tag);
  }

  /** One element around others. */
  static byte[] element(int tag, byte[]... parts) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      content.writeBytes(part);
    }
    ByteArrayOutputStream element = new ByteArrayOutputStream();
    element.write(tag);
    int length = content.size();
    if (length >= 0x80) {
      int count = length > 0xFFFF ? 3 : length > 0xFF ? 2 : 1;
      element.write(0x80 | count);
      for (int shift = 8 * (count - 1); shift > 0; shift -= 8) {
        element.write(length >> shift);
      }
    }
    element.write(length);
    element.writeBytes(content.toByteArray());
    return element.toByteArray();
  }
}
