package org.metricbay.soak;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Writes ZIP files as no honest program does. */
final class RawZip {

  /**
   * One entry.
   *
   * @param name in the directory at the end
   * @param localName in front of the data
   * @param data as it is packed
   * @param deflated whether it is packed at all
   * @param size of it when unpacked
   * @param crc of it when unpacked
   */
  record Entry(String name, String localName, byte[] data, boolean deflated, int size, int crc) {

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
    int count = 0;
    for (Entry entry : entries) {
      int at = out.size();
      byte[] name = entry.localName().getBytes(StandardCharsets.UTF_8);
      out.writeBytes(common(0x04034b50, false, entry, name).put(name).array());
      out.writeBytes(entry.data());
      for (int i = 0; i < times; i++) {
        byte[] other = (entry.name() + (i == 0 ? "" : i)).getBytes(StandardCharsets.UTF_8);
        ByteBuffer header = common(0x02014b50, true, entry, other);
        header.putShort((short) 0).putShort((short) 0).putShort((short) 0).putInt(0).putInt(at);
        directory.writeBytes(header.put(other).array());
        count++;
      }
    }
    ByteBuffer end = buffer(22).putInt(0x06054b50).putInt(0);
    end.putShort((short) count).putShort((short) count);
    end.putInt(directory.size()).putInt(out.size()).putShort((short) 0);
    out.writeBytes(directory.toByteArray());
    out.writeBytes(end.array());
    return out.toByteArray();
  }

  /** What a header in front of the data and one in the directory have in common. */
  private static ByteBuffer common(int signature, boolean central, Entry entry, byte[] name) {
    ByteBuffer out = buffer((central ? 46 : 30) + name.length).putInt(signature);
    if (central) {
      out.putShort((short) 20);
    }
    out.putShort((short) 20).putShort((short) (1 << 11));
    out.putShort((short) (entry.deflated() ? 8 : 0)).putInt(0x21 << 16).putInt(entry.crc());
    out.putInt(entry.data().length).putInt(entry.size());
    return out.putShort((short) name.length).putShort((short) 0);
  }

  private static ByteBuffer buffer(int length) {
    return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
  }
}
