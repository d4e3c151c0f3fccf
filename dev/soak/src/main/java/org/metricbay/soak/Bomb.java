package org.metricbay.soak;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** JARs that are small and become large when they are unpacked. */
final class Bomb {
  private static final int SIZE = 64 << 20;

  private Bomb() {}

  /** Each entry is packed; together they are 768 MiB. */
  static byte[] ofEntries() {
    RawZip.Entry zeros = zeros(SIZE);
    List<RawZip.Entry> entries = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      entries.add(zeros.named("zeros" + i));
    }
    return RawZip.write(entries);
  }

  /** All entries but one are somewhere else only in name; together they are 300 GiB. */
  static byte[] ofNames() {
    return RawZip.write(List.of(zeros(SIZE)), 5000);
  }

  private static RawZip.Entry zeros(int size) {
    byte[] content = new byte[size];
    CRC32 crc = new CRC32();
    crc.update(content);
    Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
    try {
      deflater.setInput(content);
      deflater.finish();
      ByteArrayOutputStream packed = new ByteArrayOutputStream();
      byte[] buffer = new byte[1 << 16];
      while (!deflater.finished()) {
        packed.write(buffer, 0, deflater.deflate(buffer));
      }
      return new RawZip.Entry(
          "zeros", "zeros", packed.toByteArray(), true, size, (int) crc.getValue());
    } finally {
      deflater.end();
    }
  }
}
