package org.metricbay.network;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.Predicate;
import org.metricbay.api.Collector;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricPlugin;
import org.metricbay.platform.FieldReader;
import org.metricbay.platform.KernelFiles;
import org.metricbay.platform.KnownFields;
import org.metricbay.platform.KnownNames;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/**
 * Traffic of each network device, from {@code /proc/net/dev}, and what sysfs has more:
 *
 * <pre>
 * node_network_receive_bytes_total{device="eth0"} 6.8210035552e+10
 * node_network_transmit_drop_total{device="eth0"} 0
 * node_network_receive_nohandler_total{device="eth0"} 0
 * </pre>
 */
@Component(configurationPolicy = ConfigurationPolicy.IGNORE)
@Collector(
    name = "netdev",
    description = "Bytes, packets, errors and drops of each network device.")
public final class NetdevCollector implements MetricPlugin {
  private final KernelFiles files;
  private final KnownNames wanted;
  private final KnownFields<NetdevFamilies.Device> devices;
  private final NetdevFamilies families = new NetdevFamilies();

  /** Reads from a kernel's files what the settings choose. */
  @Activate
  public NetdevCollector(
      @Reference KernelFiles files,
      @Reference(target = "(collectors.netdev=true)") NetworkSettings settings) {
    this.files = files;
    this.wanted = new KnownNames(settings::netdevDevices);
    this.devices = new KnownFields<>(this::device);
  }

  @Override
  public List<MetricFamily> collect() throws IOException {
    return parse(files.records(files.proc("net/dev")), devices, families, wanted, files::number);
  }

  static List<MetricFamily> parse(
      FieldReader lines,
      KnownFields<NetdevFamilies.Device> devices,
      NetdevFamilies families,
      Predicate<String> wanted,
      Function<Path, OptionalDouble> number) {
    List<MetricFamily> unusable = new ArrayList<>(0);
    families.begin();
    devices.begin();
    lines.eachLine(
        "net/dev",
        line -> {
          // As for node_exporter, a name may have a colon, too.
          NetdevFamilies.Device device = devices.ofNextUntilLast(':', line);
          // There is nothing behind the two headings, which have no colon.
          if (line.hasNext() && wanted.test(device.name())) {
            families.add(device.labels(), line, number.apply(device.unhandled()));
          }
        },
        (what, why) -> unusable.add(MetricFamily.unusable(what, why)));
    List<MetricFamily> all = families.build();
    all.addAll(unusable);
    return all;
  }

  private NetdevFamilies.Device device(String name) {
    return NetdevFamilies.Device.of(name, files.in(files.sys("class/net"), name));
  }
}
