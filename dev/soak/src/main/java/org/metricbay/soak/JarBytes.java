package org.metricbay.soak;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Packs JARs. The same content gives the same bytes. */
final class JarBytes {
  private static final long ENTRY_TIME = 1_767_225_600_000L;

  private JarBytes() {}

  static byte[] of(Manifest manifest, Map<String, byte[]> entries) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JarOutputStream jar = new JarOutputStream(bytes)) {
      ByteArrayOutputStream text = new ByteArrayOutputStream();
      manifest.write(text);
      put(jar, "META-INF/MANIFEST.MF", text.toByteArray());
      for (Map.Entry<String, byte[]> entry : new TreeMap<>(entries).entrySet()) {
        put(jar, entry.getKey(), entry.getValue());
      }
    }
    return bytes.toByteArray();
  }

  private static void put(JarOutputStream jar, String name, byte[] content) throws IOException {
    JarEntry entry = new JarEntry(name);
    entry.setTime(ENTRY_TIME);
    jar.putNextEntry(entry);
    jar.write(content);
    jar.closeEntry();
  }

  /** The class file of one of the plugins' classes. */
  static byte[] classFile(String simpleName) throws IOException {
    return resource("plugin/" + simpleName + ".class");
  }

  /** What stands at a path, relative to this class or, with a slash, in the class path. */
  static byte[] resource(String path) throws IOException {
    try (InputStream in = JarBytes.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IOException("there is no " + path);
      }
      return in.readAllBytes();
    }
  }
}
