package org.metricbay.http;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Packs answers as gzip (RFC 1952), as they are made: what is not packed is never there as a whole.
 * Keeps a few deflaters, as making one costs a quarter of a megabyte outside the heap. At the
 * fastest level, which packs a page of metrics to a fifth instead of a sixth in a fifth of the
 * time.
 */
final class GzipPacker implements AutoCloseable {
  /** Magic number, deflate, no flags, no time, fastest level, unknown system. */
  private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 4, (byte) 255};

  private static final int TRAILER = 8;

  private final int buffer;
  private final int piece;
  private final Spares<byte[]> pieces;
  private final Spares<Deflating> deflating = new Spares<>();

  /**
   * Has no packing under way yet.
   *
   * @param buffer how many bytes are packed at a time
   * @param piece how many bytes a piece of what is packed has
   * @param spare how many of these are kept
   */
  GzipPacker(int buffer, int piece, int spare) {
    this.buffer = buffer;
    this.piece = piece;
    this.pieces = new Spares<>(spare);
  }

  /** What is costly to make. */
  private static final class Deflating {
    private final Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
    private final byte[] buffer;

    Deflating(int size) {
      buffer = new byte[size];
    }
  }

  /** Begins a body. */
  Packing begin() {
    return new Packing(deflating.take().orElseGet(() -> new Deflating(buffer)));
  }

  /** One body. For use by one thread. */
  final class Packing implements PageSink {
    private final Deflating with;
    private final CRC32 check = new CRC32();
    private final Pieces packed = new Pieces(pieces, piece);

    /** The piece that is being filled, and how far it is. */
    private byte[] last;

    private int length;
    private int total;

    private Packing(Deflating with) {
      this.with = with;
      last = packed.first();
      System.arraycopy(HEADER, 0, last, 0, HEADER.length);
      length = HEADER.length;
    }

    @Override
    public byte[] first() {
      return with.buffer;
    }

    @Override
    public byte[] take(byte[] plain, int count) {
      check.update(plain, 0, count);
      total += count; // Of which gzip has 32 bits.
      with.deflater.setInput(plain, 0, count);
      deflate();
      return plain;
    }

    /** Until it wants more, or has all. */
    private void deflate() {
      int more;
      do {
        if (length == piece) {
          next();
        }
        more = with.deflater.deflate(last, length, piece - length);
        length += more;
      } while (more > 0);
    }

    private void next() {
      last = packed.take(last, length);
      length = 0;
    }

    @Override
    public Body end(byte[] plain, int count) {
      take(plain, count);
      with.deflater.finish();
      deflate();
      if (piece - length < TRAILER) {
        next();
      }
      ByteBuffer.wrap(last, length, TRAILER)
          .order(ByteOrder.LITTLE_ENDIAN)
          .putInt((int) check.getValue())
          .putInt(total);
      with.deflater.reset();
      if (!deflating.keep(with)) {
        with.deflater.end();
      }
      return packed.end(last, length + TRAILER);
    }
  }

  @Override
  public void close() {
    for (Optional<Deflating> spare = deflating.take();
        spare.isPresent();
        spare = deflating.take()) {
      spare.get().deflater.end();
    }
  }
}
