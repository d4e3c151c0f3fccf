package org.metricbay.http;

/** The first bytes of an array. */
final class Piece {
  private final byte[] bytes;
  private final int length;

  Piece(byte[] bytes, int length) {
    this.bytes = bytes;
    this.length = length;
  }

  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }
}
