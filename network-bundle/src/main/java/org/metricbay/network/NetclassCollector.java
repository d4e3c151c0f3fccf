package org.metricbay.network;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.metricbay.api.Collector;
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
@Collector(
    name = "netclass",
    description = "State, speed, address and other properties of each network device.")
public final class NetclassCollector implements MetricPlugin {
  private final KernelFiles files;
  private final NetworkSettings settings;
  private final HostLinks links;
  private final Path folder;
  private final Map<String, DeviceFiles> devices = new LinkedHashMap<>();
  private List<String> names = List.of();
  private Map<String, Map<String, String>> told = Map.of();
  private List<Object> wanted = List.of();
  private List<MetricFamily> families = List.of();

  /** Reads from a kernel's files what the settings choose. */
  @Activate
  public NetclassCollector(
      @Reference KernelFiles files,
      @Reference(target = "(collectors.netclass=true)") NetworkSettings settings) {
    this.files = files;
    this.settings = settings;
    this.links = new HostLinks(files);
    this.folder = files.sys("class/net");
  }

  @Override
  public List<MetricFamily> collect() {
    Map<String, Map<String, String>> now = links.ofThisHost();
    List<Object> wantedNow =
        List.of(settings.netclassIgnoredDevices(), settings.netclassInvalidSpeedIgnored());
    if (now != told || !wantedNow.equals(wanted) || !areAsBefore()) {
      told = now;
      wanted = wantedNow;
      families = read();
    }
    return families;
  }

  /** Nearly always they are, and then nothing has to be made of what was read. */
  private boolean areAsBefore() {
    // Where the kernel reports each device, one without a report does not exist.
    boolean allAreTold = told.size() == devices.size();
    for (Map.Entry<String, DeviceFiles> device : devices.entrySet()) {
      if (!device.getValue().areAsBefore(toldOf(device.getKey()))) {
        return false;
      }
      allAreTold &= device.getValue().isToldOf();
    }
    return allAreTold || files.list(folder).equals(names);
  }

  private Map<String, String> toldOf(String device) {
    return told.getOrDefault(device, Map.of());
  }

  private List<MetricFamily> read() {
    names = files.list(folder);
    devices.keySet().retainAll(names);
    NetclassFamilies read = new NetclassFamilies(settings.netclassInvalidSpeedIgnored());
    for (String name : names) {
      DeviceFiles device =
          devices.computeIfAbsent(name, added -> new DeviceFiles(files, files.in(folder, added)));
      // Beside the devices there are files, such as bonding_masters.
      if (settings.netclassIgnoredDevices().matcher(name).find() || !device.areThere()) {
        devices.remove(name);
      } else {
        read.add(name, device.with(toldOf(name)));
      }
    }
    return read.build();
  }

  /** Closes what it asks the kernel through. */
  @Deactivate
  public void close() {
    links.close();
  }
}
