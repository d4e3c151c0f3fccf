package org.metricbay.soak;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Writes ZIP files as no honest program does. */
final class RawZip {

  /** One entry. */
  static final class Entry {
    private final String name;
    private final String localName;
    private final byte[] data;
    private final boolean deflated;
    private final int size;
    private final int crc;

    /**
     * Describes it.
     *
     * @param name in the directory at the end
     * @param localName in front of the data
     * @param data as it is packed
     * @param deflated whether it is packed at all
     * @param size of it when unpacked
     * @param crc of it when unpacked
     */
    Entry(String name, String localName, byte[] data, boolean deflated, int size, int crc) {
      this.name = name;
      this.localName = localName;
      this.data = data;
      this.deflated = deflated;
      this.size = size;
      this.crc = crc;
    }

    String name() {
      return name;
    }

    byte[] data() {
      return data;
    }

    static Entry stored(String name, byte[] content) {
      CRC32 crc = new CRC32();
      crc.update(content);
      return new Entry(name, name, content, false, content.length, (int) crc.getValue());
    }

    Entry named(String other) {
      return new Entry(other, other, data, deflated, size, crc);
    }

    Entry namedInDirectory(String other) {
      return new Entry(other, localName, data, deflated, size, crc);
    }

    Entry namedInFront(String other) {
      return new Entry(name, other, data, deflated, size, crc);
    }
  }

  private RawZip() {}

  /** The entries of an honest ZIP file. */
  static List<Entry> read(byte[] zip) throws IOException {
    List<Entry> entries = new ArrayList<>();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        entries.add(Entry.stored(entry.getName(), in.readAllBytes()));
      }
    }
    return entries;
  }

  static byte[] write(List<Entry> entries) {
    return write(entries, 1);
  }

  /**
   * Writes them.
   *
   * @param times how often each stands in the directory, under names of their own
   */
  static byte[] write(List<Entry> entries, int times) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream directory = new ByteArrayOutputStream();
    for (Entry entry : entries) {
      int at = out.size();
      byte[] name = entry.localName.getBytes(StandardCharsets.UTF_8);
      put4(out, 0x04034b50);
      common(out, entry, name);
      out.writeBytes(name);
      out.writeBytes(entry.data);
      for (int i = 0; i < times; i++) {
        byte[] other = (entry.name + (i == 0 ? "" : i)).getBytes(StandardCharsets.UTF_8);
        put4(directory, 0x02014b50);
        put2(directory, 20);
        common(directory, entry, other);
        put2(directory, 0, 0, 0);
        put4(directory, 0, at);
        directory.writeBytes(other);
      }
    }
    int count = entries.size() * times;
    ByteArrayOutputStream end = new ByteArrayOutputStream();
    put4(end, 0x06054b50, 0);
    put2(end, count, count);
    put4(end, directory.size(), out.size());
    put2(end, 0);
    out.writeBytes(directory.toByteArray());
    out.writeBytes(end.toByteArray());
    return out.toByteArray();
  }

  /** What a header in front of the data and one in the directory have in common. */
  private static void common(ByteArrayOutputStream out, Entry entry, byte[] name) {
    put2(out, 20, 1 << 11, entry.deflated ? 8 : 0);
    put4(out, 0x21 << 16, entry.crc, entry.data.length, entry.size);
    put2(out, name.length, 0);
  }

  private static void put2(ByteArrayOutputStream out, int... values) {
    for (int value : values) {
      out.write(value);
      out.write(value >> 8);
    }
  }

  private static void put4(ByteArrayOutputStream out, int... values) {
    for (int value : values) {
      put2(out, value, value >> 16);
    }
  }
}
