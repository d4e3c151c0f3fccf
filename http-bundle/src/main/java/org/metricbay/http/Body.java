package org.metricbay.http;

import java.io.IOException;
import java.io.OutputStream;

/** The first bytes of a pooled array, which is reused once they are sent. */
final class Body {
  private final byte[] bytes;
  private final int length;
  private final Runnable release;

  /**
   * Takes the bytes as they are.
   *
   * @param release gives the array back
   */
  Body(byte[] bytes, int length, Runnable release) {
    this.bytes = bytes;
    this.length = length;
    this.release = release;
  }

  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  void writeTo(OutputStream out) throws IOException {
    out.write(bytes, 0, length);
  }

  /** To be said once, when nobody reads it any more. */
  void release() {
    release.run();
  }
}
