package org.metricbay.http;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Packs answers as gzip (RFC 1952). Keeps a few deflaters, as making one costs a quarter of a
 * megabyte outside the heap. At the fastest level, which packs a page of metrics to a fifth instead
 * of a sixth in a fifth of the time.
 */
final class GzipPacker implements AutoCloseable {
  /** Magic number, deflate, no flags, no time, fastest level, unknown system. */
  private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 4, (byte) 255};

  private static final int TRAILER = 8;

  private final Spares<Deflater> deflaters = new Spares<>();

  /** Packs the first bytes of an array. */
  byte[] pack(byte[] plain, int length) {
    Deflater deflater = deflaters.take().orElseGet(() -> new Deflater(Deflater.BEST_SPEED, true));
    try {
      return pack(plain, length, deflater);
    } finally {
      deflater.reset();
      if (!deflaters.keep(deflater)) {
        deflater.end();
      }
    }
  }

  private static byte[] pack(byte[] plain, int length, Deflater deflater) {
    byte[] packed = Arrays.copyOf(HEADER, HEADER.length + TRAILER + length / 4);
    int end = HEADER.length;
    deflater.setInput(plain, 0, length);
    deflater.finish();
    while (!deflater.finished()) {
      if (end + TRAILER >= packed.length) {
        packed = Arrays.copyOf(packed, 2 * packed.length);
      }
      end += deflater.deflate(packed, end, packed.length - TRAILER - end);
    }
    CRC32 check = new CRC32();
    check.update(plain, 0, length);
    ByteBuffer.wrap(packed, end, TRAILER)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt((int) check.getValue())
        .putInt(length);
    return Arrays.copyOf(packed, end + TRAILER);
  }

  @Override
  public void close() {
    for (Optional<Deflater> spare = deflaters.take(); spare.isPresent(); spare = deflaters.take()) {
      spare.get().end();
    }
  }
}
