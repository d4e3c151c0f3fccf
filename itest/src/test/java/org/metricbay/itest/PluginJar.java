package org.metricbay.itest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/**
 * Makes plugin JARs: bundles of {@code ConfiguredPlugin} with the properties that tell it what to
 * do. The same calls give the same bytes.
 */
public final class PluginJar {
  private static final long MODIFIED = 1_767_225_600_000L;
  private static final String CLASSES = "org/metricbay/itest/plugins/";

  private final Map<String, String> headers = new TreeMap<>();
  private final Map<String, String> properties = new TreeMap<>();
  private final Map<String, byte[]> entries = new TreeMap<>();

  private PluginJar() {}

  /** A bundle of this symbolic name, without a collector. */
  public static PluginJar named(String symbolicName) {
    return new PluginJar()
        .header("Bundle-ManifestVersion", "2")
        .header("Bundle-SymbolicName", symbolicName)
        .header("Bundle-Version", "1.0.0")
        .header("Bundle-Activator", "org.metricbay.itest.plugins.Activator")
        .header("Import-Package", "org.metricbay.api;version=\"[1.0,2)\",org.osgi.framework")
        .with("collectors", "");
  }

  /** A bundle {@code org.example.NAME} with one collector NAME. */
  public static PluginJar collector(String name) {
    return named("org.example." + name).with("collectors", name);
  }

  /** A bundle that exports the package of {@code Library} in this version, with this number. */
  public static PluginJar library(String version, double value) throws IOException {
    String path = "org/metricbay/itest/library/Library.class";
    return named("org.example.library")
        .version(version)
        .header("Bundle-Activator", "")
        .header("Import-Package", "")
        .header("Export-Package", "org.metricbay.itest.library;version=\"" + version + "\"")
        .entry(path, classFile(path))
        .entry("value.txt", Double.toString(value).getBytes(StandardCharsets.UTF_8));
  }

  public PluginJar version(String version) {
    return header("Bundle-Version", version);
  }

  /** Adds to the imported packages. */
  public PluginJar importing(String clause) {
    return header("Import-Package", headers.get("Import-Package") + "," + clause);
  }

  public PluginJar value(double value) {
    return with("value", Double.toString(value));
  }

  /** Sets a property that the plugin reads. */
  public PluginJar with(String property, String value) {
    properties.put(property, value);
    return this;
  }

  /** Sets a header of the manifest; an empty one is left out. */
  public PluginJar header(String name, String value) {
    if (value.isEmpty()) {
      headers.remove(name);
    } else {
      headers.put(name, value);
    }
    return this;
  }

  public PluginJar entry(String name, byte[] content) {
    entries.put(name, content);
    return this;
  }

  public byte[] bytes() {
    try {
      Map<String, byte[]> all = new TreeMap<>(entries);
      if (headers.containsKey("Bundle-Activator")) {
        for (String name :
            new String[] {
              "Activator", "Hang", "ConfiguredPlugin", "ConfiguredPlugin$MadeUpError"
            }) {
          all.put(CLASSES + name + ".class", classFile(CLASSES + name + ".class"));
        }
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        for (Map.Entry<String, String> property : properties.entrySet()) {
          text.writeBytes(
              (property.getKey() + "=" + property.getValue().replace("\\", "\\\\") + "\n")
                  .getBytes(StandardCharsets.ISO_8859_1));
        }
        all.put("plugin.properties", text.toByteArray());
      }
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (JarOutputStream jar = new JarOutputStream(bytes)) {
        put(jar, "META-INF/MANIFEST.MF", manifest());
        for (Map.Entry<String, byte[]> entry : all.entrySet()) {
          put(jar, entry.getKey(), entry.getValue());
        }
      }
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private byte[] manifest() throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().putValue("Manifest-Version", "1.0");
    headers.forEach(manifest.getMainAttributes()::putValue);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    manifest.write(bytes);
    return bytes.toByteArray();
  }

  private static void put(JarOutputStream jar, String name, byte[] content) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTime(MODIFIED);
    jar.putNextEntry(entry);
    jar.write(content);
    jar.closeEntry();
  }

  static byte[] classFile(String path) throws IOException {
    try (InputStream in = PluginJar.class.getResourceAsStream("/" + path)) {
      if (in == null) {
        throw new IOException("no " + path + " among the test's classes");
      }
      return in.readAllBytes();
    }
  }
}
