package org.metricbay.network;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
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
  private final Map<String, Device> devices = new HashMap<>();

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
    List<String> names = files.list(folder);
    devices.keySet().retainAll(names);
    for (String name : names) {
      Device device = devices.computeIfAbsent(name, unused -> new Device(folder.resolve(name)));
      // Beside the devices there are files, such as bonding_masters.
      if (!settings.netclassIgnoredDevices().matcher(name).find()
          && device.folder.toFile().isDirectory()) {
        families.add(name, device);
      }
    }
    return families.build();
  }

  /** A device's folder and the paths in it, made once: it is a fifth of what reading them costs. */
  private final class Device implements Function<String, Optional<String>> {
    private final Path folder;
    private final Map<String, Path> attributes = new HashMap<>();

    Device(Path folder) {
      this.folder = folder;
    }

    @Override
    public Optional<String> apply(String attribute) {
      Path path = attributes.get(attribute);
      if (path == null) {
        path = folder.resolve(attribute);
        attributes.put(attribute, path);
      }
      return files.line(path);
    }
  }
}
