package org.metricbay.network;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricPlugin;
import org.metricbay.platform.KernelFiles;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
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
@Component(configurationPolicy = ConfigurationPolicy.IGNORE)
public final class NetclassCollector implements MetricPlugin {
  private final KernelFiles files;
  private final NetworkSettings settings;
  private final HostLinks links;
  private final Map<String, DeviceFiles> devices = new HashMap<>();

  /** Reads from a kernel's files what the settings choose. */
  @Activate
  public NetclassCollector(
      @Reference KernelFiles files,
      @Reference(target = "(collectors.netclass=true)") NetworkSettings settings) {
    this.files = files;
    this.settings = settings;
    this.links = new HostLinks(files);
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
    List<String> names = files.list(folder);
    devices.keySet().retainAll(names);
    Map<String, Map<String, String>> told = links.ofThisHost();
    for (String name : names) {
      DeviceFiles device = devices.get(name);
      if (device == null) {
        device = new DeviceFiles(files, folder.resolve(name));
        devices.put(name, device);
      }
      // Beside the devices there are files, such as bonding_masters.
      if (!settings.netclassIgnoredDevices().matcher(name).find() && device.areThere()) {
        families.add(name, device.with(told.getOrDefault(name, Map.of())));
      }
    }
    return families.build();
  }

  /** Closes what it asks the kernel through. */
  @Deactivate
  public void close() {
    links.close();
  }
}
