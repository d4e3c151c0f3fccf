package org.metricbay.core.deploy.internal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads which entries a JAR has, from the directory at its end. What other readers could take for
 * something else is refused: bytes before or after the archive, entries that lie over one another,
 * names that are there twice, entries whose own header says something else than the directory.
 */
final class JarDirectory {
  private static final int END = 0x06054b50;
  private static final int END_LENGTH = 22;
  private static final int CENTRAL = 0x02014b50;
  private static final int CENTRAL_LENGTH = 46;
  private static final int LOCAL = 0x04034b50;
  private static final int LOCAL_LENGTH = 30;
  private static final int LONGEST_COMMENT = 0xffff;

  private static final int DEFLATED = 8;
  private static final int ENCRYPTED = 1 | 1 << 6 | 1 << 13;
  private static final int PATCH = 1 << 5;
  private static final int SIZES_FOLLOW = 1 << 3;

  /** Marks a number that stands elsewhere, as archives over 4 GB need. */
  private static final long ELSEWHERE = 0xffffffffL;

  private static final int WIDE_NUMBERS = 1;

  private final byte[] bytes;
  private final ByteBuffer in;
  private final Set<String> names = new HashSet<>();

  private JarDirectory(byte[] bytes) {
    this.bytes = bytes;
    this.in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** The entries in the directory's order. */
  static List<PackedEntry> read(byte[] bytes) throws BadJarException {
    return new JarDirectory(bytes).read();
  }

  private List<PackedEntry> read() throws BadJarException {
    int end = end();
    int count = half(end + 10);
    long length = word(end + 12);
    long begin = word(end + 16);
    if (count == 0xffff || begin == ELSEWHERE || length == ELSEWHERE) {
      throw BadJarException.because(
          "has more entries than this agent reads (65,534), or is written for archives over 4 GB"
              + " (ZIP64): make it smaller, or pack it anew without ZIP64");
    }
    if (half(end + 4) != 0 || half(end + 6) != 0 || half(end + 8) != count) {
      throw BadJarException.because("is a part of an archive in several files: pack it into one");
    }
    if (begin + length != end) {
      throw BadJarException.incomplete("its directory does not lie where its end says");
    }
    List<PackedEntry> entries = new ArrayList<>(Math.min(count, (int) length / CENTRAL_LENGTH));
    int at = (int) begin;
    for (int i = 0; i < count; i++) {
      require(at + CENTRAL_LENGTH <= end && word(at) == CENTRAL, "its directory is damaged");
      entries.add(entry(at, end, (int) begin));
      at += CENTRAL_LENGTH + half(at + 28) + half(at + 30) + half(at + 32);
    }
    require(at == end, "its directory has another length than its end says");
    checkNothingOverlaps(entries);
    return entries;
  }

  private int end() throws BadJarException {
    int last = bytes.length - END_LENGTH;
    for (int at = last; at >= Math.max(0, last - LONGEST_COMMENT); at--) {
      if (bytes[at] == 'P' && word(at) == END && half(at + 20) == last - at) {
        return at;
      }
    }
    throw BadJarException.incomplete("its end is missing, or something follows it");
  }

  private PackedEntry entry(int at, int end, int directory) throws BadJarException {
    int nameLength = half(at + 28);
    int extra = at + CENTRAL_LENGTH + nameLength;
    int extraLength = half(at + 30);
    require(extra + extraLength <= end, "its directory is damaged");
    String name = JarEntryName.of(bytes, at + CENTRAL_LENGTH, nameLength);
    if (!names.add(JarEntryName.withoutSlash(name))) {
      throw BadJarException.because(
          "has two entries with the name " + shown(name) + JarEntryName.PACK_ANEW);
    }
    int method = method(at + 8, name);
    Wide wide = new Wide(extra, extraLength);
    long size = wide.number(word(at + 24));
    long packed = wide.number(word(at + 20));
    long local = wide.number(word(at + 42));
    boolean fits = size >= 0 && size <= Integer.MAX_VALUE && packed >= 0 && local >= 0;
    if (!fits || local + LOCAL_LENGTH + packed > directory) {
      throw BadJarException.incomplete("entry " + shown(name) + " does not lie in the file");
    }
    PackedEntry entry =
        new PackedEntry(
            name,
            method == DEFLATED,
            in.getInt(at + 12),
            in.getInt(at + 16),
            (int) size,
            data((int) local, directory),
            (int) packed);
    require(entry.end() <= directory, "entry " + shown(name) + " does not lie in the file");
    checkHeader(entry, (int) local, at + CENTRAL_LENGTH, method);
    return entry;
  }

  /** How it is packed, where the flags and the method are. */
  private int method(int at, String name) throws BadJarException {
    int flags = half(at);
    int method = half(at + 2);
    if ((flags & ENCRYPTED) != 0) {
      throw BadJarException.because("has an encrypted entry, " + shown(name) + PACK_PLAINLY);
    }
    if ((method != 0 && method != DEFLATED) || (flags & PATCH) != 0) {
      throw BadJarException.because(
          "has an entry packed in a way that Java does not read, " + shown(name) + PACK_PLAINLY);
    }
    return method;
  }

  private static final String PACK_PLAINLY = ": pack it anew with the jar tool";

  /** Where the packed bytes begin, behind the entry's own header. */
  private int data(int local, int directory) throws BadJarException {
    require(word(local) == LOCAL, "an entry does not lie where its directory says");
    int at = local + LOCAL_LENGTH + half(local + 26) + half(local + 28);
    require(at <= directory, "an entry does not lie in the file");
    return at;
  }

  /** The entry's own header, which readers of streams go by, must say the same. */
  private void checkHeader(PackedEntry entry, int local, int nameAt, int method)
      throws BadJarException {
    int nameLength = half(local + 26);
    int localName = local + LOCAL_LENGTH;
    boolean sameName =
        nameLength == half(nameAt - CENTRAL_LENGTH + 28)
            && Arrays.equals(
                bytes, localName, localName + nameLength, bytes, nameAt, nameAt + nameLength);
    boolean same = sameName && method(local + 6, entry.name()) == method;
    if (same && (half(local + 6) & SIZES_FOLLOW) == 0) {
      Wide wide = new Wide(localName + nameLength, half(local + 28));
      same =
          in.getInt(local + 14) == entry.crc()
              && wide.number(word(local + 22)) == entry.size()
              && wide.number(word(local + 18)) == entry.packedSize();
    }
    if (!same) {
      throw BadJarException.incomplete(
          "the header of entry " + shown(entry.name()) + " says something else than its directory");
    }
  }

  /** Also a small file could be as large as one likes, were each byte part of many entries. */
  private static void checkNothingOverlaps(List<PackedEntry> entries) throws BadJarException {
    if (firstOverlap(entries).isEmpty()) {
      return; // They mostly lie in the directory's order.
    }
    List<PackedEntry> inOrder = new ArrayList<>(entries);
    inOrder.sort(Comparator.comparingInt(PackedEntry::at));
    Optional<PackedEntry> overlap = firstOverlap(inOrder);
    if (overlap.isPresent()) {
      throw BadJarException.because(
          "has entries that lie over one another, as "
              + shown(overlap.get().name())
              + JarEntryName.PACK_ANEW);
    }
  }

  private static Optional<PackedEntry> firstOverlap(List<PackedEntry> entries) {
    int free = 0;
    for (PackedEntry entry : entries) {
      if (entry.at() < free + LOCAL_LENGTH) {
        return Optional.of(entry);
      }
      free = entry.end();
    }
    return Optional.empty();
  }

  /** Numbers of eight bytes, which follow in the order of those that refer to them. */
  private final class Wide {
    private int next;
    private int end;

    Wide(int extra, int length) {
      int stop = extra + length;
      for (int at = extra; at + 4 <= stop; at += 4 + half(at + 2)) {
        if (half(at) == WIDE_NUMBERS && at + 4 + half(at + 2) <= stop) {
          next = at + 4;
          end = next + half(at + 2);
          return;
        }
      }
    }

    long number(long narrow) {
      if (narrow != ELSEWHERE || next + 8 > end) {
        return narrow;
      }
      next += 8;
      return in.getLong(next - 8);
    }
  }

  private static void require(boolean holds, String otherwise) throws BadJarException {
    if (!holds) {
      throw BadJarException.incomplete(otherwise);
    }
  }

  private static String shown(String name) {
    return BadJarException.shown(name);
  }

  private int half(int at) {
    return in.getShort(at) & 0xffff;
  }

  private long word(int at) {
    return in.getInt(at) & 0xffffffffL;
  }
}
