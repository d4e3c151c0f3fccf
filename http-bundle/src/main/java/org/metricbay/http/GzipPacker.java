package org.metricbay.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
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
  private static final int BUFFER = 8 << 10;

  private final BlockingQueue<Deflater> idle =
      new LinkedBlockingQueue<>(Runtime.getRuntime().availableProcessors());

  byte[] pack(byte[] plain) {
    Deflater known = idle.poll();
    Deflater deflater = known != null ? known : new Deflater(Deflater.BEST_SPEED, true);
    try {
      return pack(plain, deflater);
    } finally {
      deflater.reset();
      if (!idle.offer(deflater)) {
        deflater.end();
      }
    }
  }

  private static byte[] pack(byte[] plain, Deflater deflater) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream(plain.length / 4 + BUFFER);
    packed.writeBytes(HEADER);
    deflater.setInput(plain);
    deflater.finish();
    byte[] buffer = new byte[BUFFER];
    while (!deflater.finished()) {
      packed.write(buffer, 0, deflater.deflate(buffer));
    }
    CRC32 check = new CRC32();
    check.update(plain);
    ByteBuffer trailer = ByteBuffer.allocate(TRAILER).order(ByteOrder.LITTLE_ENDIAN);
    packed.writeBytes(trailer.putInt((int) check.getValue()).putInt(plain.length).array());
    return packed.toByteArray();
  }

  @Override
  public void close() {
    for (Deflater deflater = idle.poll(); deflater != null; deflater = idle.poll()) {
      deflater.end();
    }
  }
}
