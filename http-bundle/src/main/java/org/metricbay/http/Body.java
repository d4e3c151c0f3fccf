package org.metricbay.http;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** Bytes to be sent, piece by piece, whose arrays serve others once all are sent. */
final class Body {
  private final List<Piece> pieces;
  private final Runnable release;

  /**
   * Takes the pieces as they are.
   *
   * @param release gives their arrays back
   */
  Body(List<Piece> pieces, Runnable release) {
    this.pieces = pieces;
    this.release = release;
  }

  /** One piece that nobody else uses. */
  Body(byte[] bytes) {
    this(List.of(new Piece(bytes, bytes.length)), () -> {});
  }

  List<Piece> pieces() {
    return pieces;
  }

  /** How many bytes there are. */
  long length() {
    long sum = 0;
    for (Piece piece : pieces) {
      sum += piece.length();
    }
    return sum;
  }

  /** Writes one of the pieces. */
  void writeTo(OutputStream out, int piece) throws IOException {
    out.write(pieces.get(piece).bytes(), 0, pieces.get(piece).length());
  }

  /** To be said once, when nobody reads it any more. */
  void release() {
    release.run();
  }
}
