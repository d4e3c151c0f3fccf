package org.metricbay.system;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.metricbay.api.Collector;
import org.metricbay.api.MetricDescriptor;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricPlugin;
import org.metricbay.platform.KernelFiles;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/**
 * What the kernel is and what the host is called, from {@code /proc/sys/kernel}:
 *
 * <pre>
 * node_uname_info{domainname="(none)",machine="x86_64",nodename="host",release="6.1.0",…} 1
 * </pre>
 */
@Component(
    reference =
        @Reference(
            name = "settings",
            service = SystemSettings.class,
            target = "(collectors.uname=true)"),
    configurationPolicy = ConfigurationPolicy.IGNORE)
@Collector(name = "uname", description = "Names and versions of kernel and host.")
public final class UnameCollector implements MetricPlugin {
  private static final MetricDescriptor UNAME_INFO =
      MetricDescriptor.gauge(
          "node_uname_info",
          "Labeled system information as provided by the uname system call.",
          "domainname",
          "machine",
          "nodename",
          "release",
          "sysname",
          "version");

  private final KernelFiles files;

  /** Read once, as it stays what it is as long as it runs. */
  private @Nullable Kernel kernel;

  private @Nullable Named named;

  private record Kernel(String system, String release, String version, String arch) {}

  private record Named(String node, String domain, List<MetricFamily> families) {}

  /** Reads from a kernel's files. */
  @Activate
  public UnameCollector(@Reference KernelFiles files) {
    this.files = files;
  }

  @Override
  public List<MetricFamily> collect() {
    Kernel running = kernel;
    if (running == null) {
      running =
          new Kernel(kernel("ostype"), kernel("osrelease"), kernel("version"), kernel("arch"));
      if (running.release().isEmpty()) {
        return List.of();
      }
      kernel = running;
    }
    return named(running, kernel("hostname"), kernel("domainname"));
  }

  /** A host seldom changes its name. */
  private List<MetricFamily> named(Kernel running, String node, String domain) {
    Named known = named;
    if (known == null || !known.node().equals(node) || !known.domain().equals(domain)) {
      MetricFamily family =
          family(
              running.system(),
              running.release(),
              running.version(),
              machine(running.arch(), System.getProperty("os.arch", "")),
              node,
              domain);
      known = new Named(node, domain, List.of(family));
      named = known;
    }
    return known.families();
  }

  private String kernel(String name) {
    return files.line(files.proc("sys/kernel/" + name)).orElse("");
  }

  /** What the kernel says since 6.1; before, what the JVM was made for, under the kernel's name. */
  static String machine(String arch, String jvm) {
    if (!arch.isEmpty()) {
      return arch;
    }
    return switch (jvm) {
      case "amd64" -> "x86_64";
      case "x86" -> "i686";
      case "arm" -> "armv7l";
      default -> jvm;
    };
  }

  static MetricFamily family(
      String system, String release, String version, String machine, String node, String domain) {
    return UNAME_INFO.of(1, domain, machine, node, release, system, version);
  }
}
