package org.metricbay.core.deploy.internal;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The JAR that is handed to the framework: written again from the entries that were judged, so that
 * it holds nothing else, and nothing that could be read in a second way. The packed bytes are taken
 * over as they are, so it costs next to nothing.
 */
final class InstalledJar {
  private static final int LOCAL_LENGTH = 30;
  private static final int CENTRAL_LENGTH = 46;
  private static final int END_LENGTH = 22;
  private static final short VERSION = 20;
  private static final short NAMES_ARE_UTF8 = 1 << 11;
  private static final short DEFLATED = 8;

  private InstalledJar() {}

  /**
   * The JAR in its one form.
   *
   * @param signedOnly whether it shall hold only what a signature can cover
   */
  static InputStream of(byte[] bytes, boolean signedOnly) throws BadJarException {
    JarBytes jar = JarBytes.listed(bytes);
    return of(bytes, signedOnly ? signable(jar.entries()) : jar.entries());
  }

  /** All but the signatures' own files, and but folders that nothing signed lies in. */
  private static List<PackedEntry> signable(List<PackedEntry> entries) {
    Set<String> kept = new HashSet<>();
    kept.add(JarEntryName.MANIFEST);
    for (PackedEntry file : SignatureFiles.of(entries).others()) {
      String name = file.name();
      kept.add(name);
      for (int at = name.indexOf('/'); at >= 0; at = name.indexOf('/', at + 1)) {
        kept.add(name.substring(0, at + 1));
      }
    }
    return entries.stream().filter(entry -> kept.contains(entry.name())).toList();
  }

  /** A JAR of these entries, in this order. */
  static InputStream of(byte[] bytes, List<PackedEntry> entries) {
    List<InputStream> parts = new ArrayList<>(entries.size() * 2 + 1);
    List<ByteBuffer> directory = new ArrayList<>(entries.size());
    int at = 0;
    int directoryLength = 0;
    for (PackedEntry entry : entries) {
      byte[] name = entry.name().getBytes(StandardCharsets.UTF_8);
      int size = entry.isFolder() ? 0 : entry.packedSize();
      parts.add(in(header(entry, name)));
      parts.add(new ByteArrayInputStream(bytes, entry.at(), size));
      directory.add(directoryEntry(entry, name, at));
      directoryLength += CENTRAL_LENGTH + name.length;
      at += LOCAL_LENGTH + name.length + size;
    }
    ByteBuffer end = buffer(directoryLength + END_LENGTH);
    for (ByteBuffer entry : directory) {
      end.put(entry);
    }
    end.putInt(0x06054b50).putInt(0);
    end.putShort((short) entries.size()).putShort((short) entries.size());
    end.putInt(directoryLength).putInt(at).putShort((short) 0);
    parts.add(in(end));
    return new SequenceInputStream(Collections.enumeration(parts));
  }

  private static ByteBuffer header(PackedEntry entry, byte[] name) {
    ByteBuffer out = buffer(LOCAL_LENGTH + name.length).putInt(0x04034b50);
    return described(out, entry, name).putShort((short) 0).put(name);
  }

  private static ByteBuffer directoryEntry(PackedEntry entry, byte[] name, int at) {
    ByteBuffer out = buffer(CENTRAL_LENGTH + name.length).putInt(0x02014b50).putShort(VERSION);
    described(out, entry, name).putInt(0).putInt(0).putInt(0).putInt(at).put(name);
    return out.flip();
  }

  private static ByteBuffer described(ByteBuffer out, PackedEntry entry, byte[] name) {
    boolean deflated = entry.deflated() && !entry.isFolder();
    out.putShort(VERSION).putShort(NAMES_ARE_UTF8).putShort(deflated ? DEFLATED : 0);
    out.putInt(entry.time()).putInt(entry.crc());
    out.putInt(entry.isFolder() ? 0 : entry.packedSize()).putInt(entry.size());
    return out.putShort((short) name.length);
  }

  private static ByteBuffer buffer(int length) {
    return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static InputStream in(ByteBuffer full) {
    return new ByteArrayInputStream(full.array(), full.arrayOffset(), full.capacity());
  }
}
