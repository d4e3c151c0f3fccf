package org.metricbay.platform;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;

/** A file of any length, of which no more is in memory than a piece and the longest line. */
final class FilePieces implements TextSource {
  /** As much as the kernel mostly gives at a time. */
  private static final int SMALLEST = 4 << 10;

  /** More at a time costs memory and saves no time. */
  private static final int LARGEST = 64 << 10;

  private static final int LONGEST_LINE = 4 << 20;

  private final RandomAccessFile in;
  private final KernelTable table;
  private byte[] bytes = new byte[SMALLEST];
  private int length;
  private long total;
  private boolean hasEnded;

  FilePieces(RandomAccessFile in, KernelTable table) {
    this.in = in;
    this.table = table;
  }

  @Override
  public boolean readOn(int from) {
    if (hasEnded) {
      return false;
    }
    try {
      int kept = length - from;
      byte[] target = withRoom(kept);
      System.arraycopy(bytes, from, target, 0, kept);
      int room = target.length - kept;
      int count = in.read(target, kept, room);
      bytes = target;
      length = kept + Math.max(count, 0);
      total += Math.max(count, 0);
      hasEnded = count <= 0 || (table.hasShortLines() && FileBytes.isLast(count, room));
      if (total > table.most()) {
        throw new FileBytes.TooLargeException(table.most());
      }
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Twice as much where the last piece has filled the array, or the line is long. */
  private byte[] withRoom(int kept) throws IOException {
    if (kept > LONGEST_LINE) {
      throw new IOException(
          "has a line of more than " + LONGEST_LINE + " bytes: not a kernel file");
    }
    boolean isSmall = length == bytes.length && bytes.length < LARGEST;
    return isSmall || kept > bytes.length / 2 ? new byte[2 * bytes.length] : bytes;
  }

  @Override
  public byte[] bytes() {
    return bytes;
  }

  @Override
  public int length() {
    return length;
  }
}
