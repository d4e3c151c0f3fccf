package org.metricbay.network;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricPlugin;
import org.metricbay.platform.KernelFiles;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * What each network device is, from {@code /sys/class/net}:
 *
 * <pre>
 * node_network_up{device="eth0"} 1
 * node_network_speed_bytes{device="eth0"} 1.25e+08
 * node_network_info{address="…",adminstate="up",device="eth0",duplex="full",operstate="up",…} 1
 * </pre>
 */
@Component
public final class NetclassCollector implements MetricPlugin {
  private final KernelFiles files;
  private final NetworkSettings settings;

  /** Reads from a kernel's files what the settings choose. */
  @Activate
  public NetclassCollector(
      @Reference KernelFiles files,
      @Reference(target = "(collectors.netclass=true)") NetworkSettings settings) {
    this.files = files;
    this.settings = settings;
  }

  @Override
  public String name() {
    return "netclass";
  }

  @Override
  public String description() {
    return "State, speed, address and other properties of each network device.";
  }

  @Override
  public List<MetricFamily> collect() {
    Path folder = files.sysfs().resolve("class/net");
    NetclassFamilies families = new NetclassFamilies(settings.netclassInvalidSpeedIgnored());
    for (String device : files.list(folder)) {
      Path attributes = folder.resolve(device);
      // Beside the devices there are files, such as bonding_masters.
      if (!settings.netclassIgnoredDevices().matcher(device).find()
          && Files.isDirectory(attributes)) {
        families.add(device, attribute -> files.line(attributes.resolve(attribute)));
      }
    }
    return families.build();
  }
}
