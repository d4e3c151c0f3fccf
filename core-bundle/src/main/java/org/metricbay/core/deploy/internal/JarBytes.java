package org.metricbay.core.deploy.internal;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * A JAR whose entries were all unpacked and found to be what the directory says, byte for byte. The
 * bytes are those of the file; nothing is copied.
 */
final class JarBytes {
  private static final int BUFFER = 16 * 1024;
  private static final int LARGEST_MANIFEST = 16 << 20;

  private final byte[] bytes;
  private final List<PackedEntry> entries;

  private JarBytes(byte[] bytes, List<PackedEntry> entries) {
    this.bytes = bytes;
    this.entries = entries;
  }

  /**
   * Reads and checks a JAR. Ends early if its thread is interrupted.
   *
   * @param mostUnpacked how many bytes all its entries may have together when unpacked
   */
  static JarBytes read(byte[] bytes, long mostUnpacked) throws BadJarException {
    JarBytes jar = listed(bytes);
    long unpacked = 0;
    for (PackedEntry entry : jar.entries) {
      unpacked += entry.size();
    }
    if (unpacked > mostUnpacked) {
      throw BadJarException.because(
          "holds "
              + (((unpacked - 1) >> 20) + 1)
              + " MiB when unpacked, more than the limit of "
              + (mostUnpacked >> 20)
              + ": if that is meant, raise deploy.max-unpacked in conf/metricbay.cfg");
    }
    Inflater inflater = new Inflater(true);
    try {
      byte[] buffer = new byte[BUFFER];
      for (PackedEntry entry : jar.entries) {
        jar.check(entry, inflater, buffer);
      }
    } finally {
      inflater.end();
    }
    return jar;
  }

  /** One that was read before. */
  static JarBytes listed(byte[] bytes) throws BadJarException {
    return new JarBytes(bytes, JarDirectory.read(bytes));
  }

  /** The whole file. */
  byte[] bytes() {
    return bytes;
  }

  List<PackedEntry> entries() {
    return entries;
  }

  /** The manifest's text. */
  Optional<byte[]> manifest() throws BadJarException {
    for (PackedEntry entry : entries) {
      if (entry.isManifest()) {
        if (entry.size() > LARGEST_MANIFEST) {
          throw BadJarException.because(
              "has a manifest of more than " + (LARGEST_MANIFEST >> 20) + " MiB: make it shorter");
        }
        return Optional.of(unpacked(entry));
      }
    }
    return Optional.empty();
  }

  /** The bytes of an entry that was checked. */
  byte[] unpacked(PackedEntry entry) throws BadJarException {
    if (!entry.deflated()) {
      return Arrays.copyOfRange(bytes, entry.at(), entry.end());
    }
    byte[] all = new byte[entry.size()];
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(bytes, entry.at(), entry.packedSize());
      require(inflater.inflate(all) == all.length, entry);
      return all;
    } catch (DataFormatException e) {
      throw damaged(entry);
    } finally {
      inflater.end();
    }
  }

  private void check(PackedEntry entry, Inflater inflater, byte[] buffer) throws BadJarException {
    CRC32 checksum = new CRC32();
    if (entry.deflated()) {
      inflate(entry, inflater, buffer, checksum);
    } else {
      require(entry.packedSize() == entry.size(), entry);
      checksum.update(bytes, entry.at(), entry.size());
    }
    if ((int) checksum.getValue() != entry.crc()) {
      throw BadJarException.incomplete(
          "entry " + BadJarException.shown(entry.name()) + " does not have its checksum");
    }
    if (entry.isFolder() && entry.size() > 0) {
      throw BadJarException.because(
          "has a folder with content, "
              + BadJarException.shown(entry.name())
              + JarEntryName.PACK_ANEW);
    }
  }

  private void inflate(PackedEntry entry, Inflater inflater, byte[] buffer, CRC32 checksum)
      throws BadJarException {
    inflater.reset();
    inflater.setInput(bytes, entry.at(), entry.packedSize());
    long size = 0;
    try {
      while (!inflater.finished()) {
        int length = inflater.inflate(buffer);
        size += length;
        require(size <= entry.size() && (length > 0 || inflater.finished()), entry);
        checksum.update(buffer, 0, length);
        if (Thread.currentThread().isInterrupted()) {
          throw BadJarException.because("was not read to its end, as that took too long");
        }
      }
    } catch (DataFormatException e) {
      throw damaged(entry);
    }
    require(size == entry.size() && inflater.getRemaining() == 0, entry);
  }

  private static void require(boolean holds, PackedEntry entry) throws BadJarException {
    if (!holds) {
      throw damaged(entry);
    }
  }

  private static BadJarException damaged(PackedEntry entry) {
    return BadJarException.incomplete(
        "entry "
            + BadJarException.shown(entry.name())
            + " is damaged, or has another length than its directory says");
  }
}
