package org.metricbay.host;

import java.lang.module.ModuleDescriptor.Exports;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.osgi.framework.Constants;

/** What bundles may import of the JVM and of the class path. */
final class SystemPackages {
  private static final String SLF4J = "2.0.17";

  static final String JETTY = "12.0.39";

  /** What Felix HTTP and the agent's connector take of Jetty. */
  private static final List<String> OF_JETTY =
      List.of(
          "alpn.server",
          "ee10.servlet",
          "http",
          "http2",
          "http2.server",
          "io",
          "io.ssl",
          "jmx",
          "security",
          "server",
          "server.handler",
          "server.handler.gzip",
          "server.internal",
          "session",
          "util",
          "util.component",
          "util.ssl",
          "util.thread");

  static final String OF_CLASS_PATH =
      String.join(
          ",",
          OF_JETTY.stream()
              .map(name -> "org.eclipse.jetty." + name + ";version=" + JETTY)
              .collect(Collectors.joining(",")),
          "org.slf4j;version=" + SLF4J,
          "org.slf4j.event;version=" + SLF4J,
          "org.slf4j.helpers;version=" + SLF4J,
          "org.slf4j.spi;version=" + SLF4J,
          // OSHI wants these annotations; nothing loads them.
          "org.jspecify.annotations;version=1.0.0");

  private SystemPackages() {}

  /**
   * Names the JVM's packages beside those of the class path, as the framework would itself. But
   * that puts them into its list one by one, and copies all of the list each time: a tenth of what
   * a start allocates.
   */
  static void addTo(Map<String, String> settings) {
    // Empty means the framework's own packages, where it is given a module connector.
    settings.put(Constants.FRAMEWORK_SYSTEMPACKAGES, "");
    settings.put(Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, OF_CLASS_PATH + ofJvm());
  }

  /** What its modules export to all, in the version that the framework gives them. */
  private static StringBuilder ofJvm() {
    String version = ";version=\"0.0.0.JavaSE_0" + Runtime.version().feature() + "\"";
    StringBuilder packages = new StringBuilder(1 << 15);
    for (Module module : ModuleLayer.boot().modules()) {
      for (Exports exports : module.getDescriptor().exports()) {
        if (!exports.isQualified()) {
          packages.append(',').append(exports.source()).append(version);
        }
      }
    }
    return packages;
  }
}
