package org.metricbay.soak;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.Manifest;

/**
 * The JAR of a hostile plugin.
 *
 * @param collector the name of its collector
 * @param bundle the symbolic name of its bundle
 * @param deed what it does
 * @param moment when
 * @param marker the file by which it tells that it does so
 */
record HostileJar(String collector, String bundle, String deed, String moment, Path marker) {
  private static final List<String> CLASSES =
      List.of("HostilePlugin", "MildDeeds", "MildDeeds$OddException", "FatalDeeds");
  private static final String API = "org/metricbay/api/";

  byte[] bytes() throws IOException {
    Map<String, byte[]> entries = new TreeMap<>();
    for (String name : CLASSES) {
      entries.put(PluginJar.CLASSES + name + ".class", JarBytes.classFile(name));
    }
    entries.put("hostile.properties", properties());
    if (deed.equals(Mischief.INSTALL_BUNDLES.name())) {
      for (String name : List.of("one", "two", "three")) {
        entries.put(name + ".jar", JarBytes.of(manifest("soak.stray." + name), Map.of()));
      }
    }
    Manifest manifest = manifest(bundle);
    Attributes headers = manifest.getMainAttributes();
    headers.putValue("Bundle-Activator", "org.metricbay.soak.plugin.HostilePlugin");
    if (deed.equals(Mischief.EXPORT_API.name())) {
      headers.putValue("Import-Package", "org.osgi.framework");
      headers.putValue("Export-Package", "org.metricbay.api;version=1.9.0");
      for (String name : List.of("MetricPlugin", "MetricFamily")) {
        entries.put(API + name + ".class", JarBytes.resource("/" + API + name + ".class"));
      }
    } else {
      headers.putValue("Import-Package", "org.metricbay.api,org.osgi.framework");
    }
    return JarBytes.of(manifest, entries);
  }

  private static Manifest manifest(String bundle) {
    Manifest manifest = new Manifest();
    Attributes headers = manifest.getMainAttributes();
    headers.putValue("Manifest-Version", "1.0");
    headers.putValue("Bundle-ManifestVersion", "2");
    headers.putValue("Bundle-SymbolicName", bundle);
    headers.putValue("Bundle-Version", "1.0.0");
    return manifest;
  }

  private byte[] properties() throws IOException {
    Properties properties = new Properties();
    properties.setProperty("name", collector);
    properties.setProperty("deed", deed);
    properties.setProperty("moment", moment);
    properties.setProperty("marker", marker.toString());
    StringWriter text = new StringWriter();
    properties.store(text, null);
    return text.toString().getBytes(StandardCharsets.ISO_8859_1);
  }
}
