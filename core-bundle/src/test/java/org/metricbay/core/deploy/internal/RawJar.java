package org.metricbay.core.deploy.internal;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** A ZIP file of which every field can be written wrong. Does not use the reader that is tested. */
final class RawJar {

  /** One entry; what stands in its own header and in the directory is set one by one. */
  static final class Entry implements Cloneable {
    byte[] localName;
    byte[] centralName;
    int localFlags;
    int centralFlags;
    int localMethod;
    int centralMethod;
    int localCrc;
    int centralCrc;
    int localSize;
    int centralSize;
    int localPacked;
    int centralPacked;
    byte[] localExtra = {};
    byte[] centralExtra = {};
    byte[] comment = {};
    byte[] data;

    /** What comes between the data and the next entry. */
    byte[] after = {};

    boolean inDirectory = true;

    /** Whether the directory points at the place of the entry before. */
    boolean atPlaceOfFormer;

    Entry(String name, byte[] content, boolean deflated) {
      localName = name.getBytes(StandardCharsets.UTF_8);
      centralName = localName;
      localFlags = 1 << 11;
      centralFlags = localFlags;
      content(content, deflated);
    }

    void content(byte[] content, boolean deflated) {
      data = deflated ? deflate(content) : content;
      localMethod = deflated ? 8 : 0;
      CRC32 crc = new CRC32();
      crc.update(content);
      localCrc = (int) crc.getValue();
      localSize = content.length;
      localPacked = data.length;
      centralMethod = localMethod;
      centralCrc = localCrc;
      centralSize = localSize;
      centralPacked = localPacked;
    }

    String name() {
      return new String(centralName, StandardCharsets.UTF_8);
    }

    void name(byte[] name) {
      localName = name;
      centralName = name;
    }

    Entry copy() {
      try {
        return (Entry) clone();
      } catch (CloneNotSupportedException e) {
        throw new AssertionError(e);
      }
    }

    /** As those write that do not know the size before, such as Maven. */
    void sizesFollow() {
      localFlags |= 1 << 3;
      centralFlags |= 1 << 3;
      ByteBuffer sizes = buffer(16).putInt(0x08074b50).putInt(localCrc);
      after = all(sizes.putInt(localPacked).putInt(localSize));
      localCrc = 0;
      localSize = 0;
      localPacked = 0;
    }
  }

  final List<Entry> entries = new ArrayList<>();
  byte[] prefix = {};
  byte[] suffix = {};
  byte[] comment = {};
  boolean offsetsFromPrefix = true;
  int countChange;
  int offsetChange;

  static RawJar of(List<Entry> entries) {
    RawJar jar = new RawJar();
    entries.forEach(entry -> jar.entries.add(entry.copy()));
    return jar;
  }

  byte[] bytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(prefix);
    int base = offsetsFromPrefix ? 0 : prefix.length;
    List<byte[]> directory = new ArrayList<>();
    int former = 0;
    for (Entry entry : entries) {
      int at = out.size() - base;
      out.writeBytes(header(entry));
      out.writeBytes(entry.data);
      out.writeBytes(entry.after);
      if (entry.inDirectory) {
        directory.add(directoryEntry(entry, entry.atPlaceOfFormer ? former : at));
      }
      former = at;
    }
    int begin = out.size() - base;
    directory.forEach(out::writeBytes);
    int count = directory.size() + countChange;
    ByteBuffer end = buffer(22 + comment.length).putInt(0x06054b50).putInt(0);
    end.putShort((short) count).putShort((short) count);
    end.putInt(out.size() - base - begin).putInt(begin + offsetChange);
    out.writeBytes(all(end.putShort((short) comment.length).put(comment)));
    out.writeBytes(suffix);
    return out.toByteArray();
  }

  private static byte[] header(Entry entry) {
    ByteBuffer out = buffer(30 + entry.localName.length + entry.localExtra.length);
    out.putInt(0x04034b50).putShort((short) 20).putShort((short) entry.localFlags);
    out.putShort((short) entry.localMethod).putInt(0x21 << 16).putInt(entry.localCrc);
    out.putInt(entry.localPacked).putInt(entry.localSize);
    out.putShort((short) entry.localName.length).putShort((short) entry.localExtra.length);
    return all(out.put(entry.localName).put(entry.localExtra));
  }

  private static byte[] directoryEntry(Entry entry, int at) {
    int length = entry.centralName.length + entry.centralExtra.length + entry.comment.length;
    ByteBuffer out = buffer(46 + length);
    out.putInt(0x02014b50).putShort((short) 20).putShort((short) 20);
    out.putShort((short) entry.centralFlags).putShort((short) entry.centralMethod);
    out.putInt(0x21 << 16).putInt(entry.centralCrc);
    out.putInt(entry.centralPacked).putInt(entry.centralSize);
    out.putShort((short) entry.centralName.length);
    out.putShort((short) entry.centralExtra.length);
    out.putShort((short) entry.comment.length).putInt(0).putInt(0).putInt(at);
    return all(out.put(entry.centralName).put(entry.centralExtra).put(entry.comment));
  }

  /** All bytes of a buffer, also those that nothing was put into. */
  static byte[] all(ByteBuffer buffer) {
    byte[] all = new byte[buffer.capacity()];
    buffer.rewind().get(all);
    return all;
  }

  static ByteBuffer buffer(int length) {
    return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
  }

  static byte[] deflate(byte[] content) {
    Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    try {
      deflater.setInput(content);
      deflater.finish();
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] buffer = new byte[4096];
      while (!deflater.finished()) {
        out.write(buffer, 0, deflater.deflate(buffer));
      }
      return out.toByteArray();
    } finally {
      deflater.end();
    }
  }
}
