package org.metricbay.core.deploy.internal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import org.metricbay.core.testlib.Lib;
import org.metricbay.core.testplugin.CountingPlugin;
import org.metricbay.core.testplugin.TestPlugin;

/** Makes JARs, good and bad, in memory. */
final class TestJar {
  private final Map<String, String> headers = new LinkedHashMap<>();
  private final Map<String, byte[]> entries = new LinkedHashMap<>();
  private final StringBuilder settings = new StringBuilder();
  private boolean stored;

  /** No bundle yet. */
  static TestJar empty() {
    return new TestJar();
  }

  /** A bundle with nothing in it. */
  static TestJar bundle(String symbolicName, String version) {
    return empty()
        .header("Bundle-ManifestVersion", "2")
        .header("Bundle-SymbolicName", symbolicName)
        .header("Bundle-Version", version);
  }

  /** A bundle with a well-behaved plugin. */
  static TestJar plugin(String symbolicName, String version) {
    return bundle(symbolicName, version)
        .header("Bundle-Activator", TestPlugin.class.getName())
        .header("Import-Package", "org.osgi.framework,org.metricbay.api;version=\"[1.0,2)\"")
        .classes(TestPlugin.class, TestPlugin.class.getName() + "$Collector");
  }

  /** A plugin that counts what happens to it, see {@link CountingPlugin}. */
  static TestJar counting(String version) {
    return bundle("test.counting", version)
        .header("Bundle-Activator", CountingPlugin.class.getName())
        .header("Import-Package", "org.osgi.framework,org.metricbay.api;version=\"[1.1,2)\"")
        .classes(CountingPlugin.class);
  }

  /** A plugin whose value comes from a {@link #library}. */
  static TestJar libraryUser(String symbolicName, String version) {
    return plugin(symbolicName, version)
        .header(
            "Import-Package",
            "org.osgi.framework,org.metricbay.api;version=\"[1.0,2)\","
                + Lib.class.getPackageName())
        .set("lib", "true");
  }

  /** A plugin that cannot run twice at once; what it gives is its version too. */
  static TestJar stopFirst(int value) {
    return plugin("test.a", value + ".0.0")
        .header("Metricbay-Upgrade", "stop-first")
        .set("value", Integer.toString(value));
  }

  /** A bundle that exports {@link Lib}. */
  static TestJar library(String version, int value) {
    return bundle("test.lib", version)
        .header("Export-Package", Lib.class.getPackageName() + ";version=" + version)
        .classes(Lib.class)
        .entry("lib.properties", "value=" + value);
  }

  /** Adds copies of classes. */
  TestJar copyOf(Class<?>... types) {
    for (Class<?> type : types) {
      add(type.getName());
    }
    return this;
  }

  String version() {
    return Objects.requireNonNull(headers.get("Bundle-Version"));
  }

  TestJar header(String name, String value) {
    headers.put(name, value);
    return this;
  }

  /** What the plugin is to do, see {@link TestPlugin}. */
  TestJar set(String key, String value) {
    settings.append(key).append('=').append(value).append('\n');
    return this;
  }

  TestJar entry(String name, String text) {
    entries.put(name, text.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  TestJar stored() {
    stored = true;
    return this;
  }

  private TestJar classes(Class<?> type, String... more) {
    add(type.getName());
    for (String name : more) {
      add(name);
    }
    return this;
  }

  private void add(String className) {
    String path = className.replace('.', '/') + ".class";
    try (InputStream in =
        Objects.requireNonNull(TestJar.class.getClassLoader().getResourceAsStream(path), path)) {
      entries.put(path, in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  byte[] bytes() {
    Map<String, byte[]> all = new LinkedHashMap<>(entries);
    if (settings.length() > 0 || headers.containsKey("Bundle-Activator")) {
      all.put("plugin.properties", settings.toString().getBytes(StandardCharsets.UTF_8));
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JarOutputStream jar = new JarOutputStream(bytes)) {
      jar.setLevel(Deflater.BEST_SPEED);
      if (!headers.isEmpty()) {
        put(jar, "META-INF/MANIFEST.MF", manifest());
      }
      for (Map.Entry<String, byte[]> entry : all.entrySet()) {
        put(jar, entry.getKey(), entry.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private byte[] manifest() throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    headers.forEach((name, value) -> manifest.getMainAttributes().putValue(name, value));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    manifest.write(bytes);
    return bytes.toByteArray();
  }

  private void put(JarOutputStream jar, String name, byte[] content) throws IOException {
    JarEntry entry = new JarEntry(name);
    entry.setTime(0);
    if (stored) {
      CRC32 crc = new CRC32();
      crc.update(content);
      entry.setMethod(ZipEntry.STORED);
      entry.setSize(content.length);
      entry.setCrc(crc.getValue());
    }
    jar.putNextEntry(entry);
    jar.write(content);
    jar.closeEntry();
  }
}
