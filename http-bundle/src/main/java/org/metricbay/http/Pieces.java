package org.metricbay.http;

import java.util.ArrayList;
import java.util.List;

/**
 * A body in the making, in pieces of one size: however long it becomes, nothing has to be copied
 * into something larger. For use by one thread.
 */
final class Pieces implements PageSink {
  private final Spares<byte[]> spare;
  private final int size;
  private final List<Piece> done = new ArrayList<>(1);

  /**
   * Without any piece.
   *
   * @param spare where pieces come from, and where they go when the body is sent
   * @param size how many bytes each has
   */
  Pieces(Spares<byte[]> spare, int size) {
    this.spare = spare;
    this.size = size;
  }

  @Override
  public byte[] first() {
    return spare.take().orElseGet(() -> new byte[size]);
  }

  @Override
  public byte[] take(byte[] buffer, int length) {
    done.add(new Piece(buffer, length));
    return first();
  }

  @Override
  public Body end(byte[] buffer, int length) {
    done.add(new Piece(buffer, length));
    return new Body(List.copyOf(done), () -> done.forEach(piece -> spare.keep(piece.bytes())));
  }
}
