package org.metricbay.platform;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** The unit in which a Linux kernel counts memory. */
public final class PageSize {
  private static final Path AUXILIARY_VECTOR = Path.of("/proc/self/auxv");

  /** AT_PAGESZ of getauxval(3). */
  private static final long KEY = 6;

  /** That of most machines, where the kernel does not tell. */
  private static final int USUAL = 4096;

  private PageSize() {}

  /** The bytes of a page on the running machine, as it told this process at its start. */
  public static int ofThisHost() {
    try {
      return parse(ByteBuffer.wrap(Files.readAllBytes(AUXILIARY_VECTOR)));
    } catch (IOException notLinux) {
      return USUAL;
    }
  }

  /** Reads pairs of keys and values, each of 64 bits. */
  static int parse(ByteBuffer vector) {
    vector.order(ByteOrder.nativeOrder());
    while (vector.remaining() >= 2 * Long.BYTES) {
      long key = vector.getLong();
      long value = vector.getLong();
      if (key == KEY) {
        return Math.toIntExact(value);
      }
    }
    return USUAL;
  }
}
