package org.metricbay.http;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Packs answers as gzip (RFC 1952). Pools a few deflaters, as each costs a quarter of a megabyte
 * outside the heap. At the fastest level, which packs a page of metrics to a fifth instead of a
 * sixth in a fifth of the time.
 */
final class GzipPacker implements AutoCloseable {
  /** Magic number, deflate, no flags, no time, fastest level, unknown system. */
  private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 4, (byte) 255};

  private static final int TRAILER = 8;

  private final Spares<Packer> packers = new Spares<>();

  /** Packs a body, and gives it back. */
  Body pack(Body plain) {
    Packer packer = packers.take().orElseGet(Packer::new);
    try {
      int length = packer.pack(plain.bytes(), plain.length());
      return new Body(packer.packed, length, () -> keep(packer));
    } finally {
      plain.release();
    }
  }

  private void keep(Packer packer) {
    packer.deflater.reset();
    if (!packers.keep(packer)) {
      packer.deflater.end();
    }
  }

  private static final class Packer {
    private final Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
    private byte[] packed = HEADER.clone();

    int pack(byte[] plain, int length) {
      reserve(HEADER.length + TRAILER + length / 4);
      int end = HEADER.length;
      deflater.setInput(plain, 0, length);
      deflater.finish();
      while (!deflater.finished()) {
        reserve(end + TRAILER + 1);
        end += deflater.deflate(packed, end, packed.length - TRAILER - end);
      }
      CRC32 check = new CRC32();
      check.update(plain, 0, length);
      ByteBuffer.wrap(packed, end, TRAILER)
          .order(ByteOrder.LITTLE_ENDIAN)
          .putInt((int) check.getValue())
          .putInt(length);
      return end + TRAILER;
    }

    private void reserve(int size) {
      if (packed.length < size) {
        packed = Arrays.copyOf(packed, Math.max(size, 2 * packed.length));
      }
    }
  }

  @Override
  public void close() {
    for (Optional<Packer> spare = packers.take(); spare.isPresent(); spare = packers.take()) {
      spare.get().deflater.end();
    }
  }
}
