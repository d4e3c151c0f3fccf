package org.metricbay.system;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.metricbay.api.Collector;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricPlugin;
import org.metricbay.platform.OshiHost;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import oshi.software.os.OperatingSystem;

/**
 * What the system is and what the host is called where there is no Linux kernel to ask:
 *
 * <pre>
 * node_uname_info{domainname="",machine="x86_64",nodename="host",release="10.0",sysname="Windows_NT",…} 1
 * </pre>
 */
@Component(
    reference =
        @Reference(
            name = "settings",
            service = SystemSettings.class,
            target = "(collectors.uname=true)"),
    configurationPolicy = ConfigurationPolicy.IGNORE)
@Collector(name = "uname", description = "Names and versions of system and host.")
public final class OshiUnameCollector implements MetricPlugin {
  private final OshiHost host;

  /** Asks OSHI. */
  @Activate
  public OshiUnameCollector(@Reference OshiHost host) {
    this.host = host;
  }

  @Override
  public List<MetricFamily> collect() {
    OperatingSystem system = host.get().getOperatingSystem();
    return List.of(
        UnameCollector.family(
            systemName(System.getProperty("os.name", "")),
            orEmpty(system.getVersionInfo().getVersion()),
            orEmpty(system.getVersionInfo().getBuildNumber()),
            UnameCollector.machine("", System.getProperty("os.arch", "")),
            system.getNetworkParams().getHostName(),
            // The NIS domain; what OSHI calls so is another, and asking for it may ask the network.
            ""));
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  /** What uname says of the system that Java calls otherwise. */
  static String systemName(String java) {
    if (java.startsWith("Windows")) {
      return "Windows_NT";
    }
    return java.startsWith("Mac") ? "Darwin" : java;
  }
}
