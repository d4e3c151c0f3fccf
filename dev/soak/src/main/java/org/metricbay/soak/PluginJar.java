package org.metricbay.soak;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarInputStream;
import java.util.jar.Manifest;

/**
 * The JAR of a test plugin. The same values give the same bytes.
 *
 * @param name the collector's name, and a part of the bundle's
 * @param number what the plugin gives as its value; a part of its version
 * @param flavor whether, and how, it fails
 */
record PluginJar(String name, int number, Flavor flavor) {

  /** Ways of being good or bad. */
  enum Flavor {
    GOOD,
    UNRESOLVABLE,
    FAILS_IN_START,
    FAILS_AT_ONCE,
    FAILS_LATER
  }

  static final String CLASSES = "org/metricbay/soak/plugin/";

  private static final String COMPONENT =
      """
      <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.4.0" name="soak">
        <service><provide interface="org.metricbay.api.MetricPlugin"/></service>
        <implementation class="org.metricbay.soak.plugin.SoakPlugin"/>
      </scr:component>
      """;

  byte[] bytes() throws IOException {
    return JarBytes.of(
        manifest(),
        Map.of(
            "OSGI-INF/soak.xml",
            COMPONENT.getBytes(StandardCharsets.UTF_8),
            "plugin.properties",
            properties().getBytes(StandardCharsets.ISO_8859_1),
            CLASSES + "SoakPlugin.class",
            JarBytes.classFile("SoakPlugin"),
            CLASSES + "FailingActivator.class",
            JarBytes.classFile("FailingActivator")));
  }

  private Manifest manifest() {
    Manifest manifest = new Manifest();
    Attributes headers = manifest.getMainAttributes();
    headers.putValue("Manifest-Version", "1.0");
    headers.putValue("Bundle-ManifestVersion", "2");
    headers.putValue("Bundle-SymbolicName", "soak." + name);
    headers.putValue("Bundle-Version", "1.0." + number);
    headers.putValue(
        "Import-Package",
        "org.metricbay.api;version=\"[1.0,2)\",org.osgi.framework"
            + (flavor == Flavor.UNRESOLVABLE ? ",org.example.missing;version=\"[1,2)\"" : ""));
    headers.putValue("Service-Component", "OSGI-INF/soak.xml");
    if (flavor == Flavor.FAILS_IN_START) {
      headers.putValue("Bundle-Activator", "org.metricbay.soak.plugin.FailingActivator");
    }
    return manifest;
  }

  private String properties() {
    int good =
        switch (flavor) {
          case FAILS_AT_ONCE -> 0;
          case FAILS_LATER -> 2;
          default -> Integer.MAX_VALUE;
        };
    return "name=" + name + "\nvalue=" + number + "\ngood-collections=" + good + "\n";
  }

  static String symbolicName(byte[] jar) throws IOException {
    try (JarInputStream in = new JarInputStream(new ByteArrayInputStream(jar))) {
      String header = in.getManifest().getMainAttributes().getValue("Bundle-SymbolicName");
      return header.split(";", 2)[0].strip();
    }
  }

  /** The same JAR with another version of its bundle. */
  static byte[] withVersion(byte[] jar, String version) throws IOException {
    try (JarInputStream in = new JarInputStream(new ByteArrayInputStream(jar))) {
      Manifest manifest = new Manifest(in.getManifest());
      manifest.getMainAttributes().putValue("Bundle-Version", version);
      Map<String, byte[]> entries = new TreeMap<>();
      for (JarEntry entry = in.getNextJarEntry(); entry != null; entry = in.getNextJarEntry()) {
        if (!entry.isDirectory()) {
          entries.put(entry.getName(), in.readAllBytes());
        }
      }
      return JarBytes.of(manifest, entries);
    }
  }
}
