package org.metricbay.network;

import java.io.IOException;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.Predicate;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricPlugin;
import org.metricbay.platform.FieldReader;
import org.metricbay.platform.KernelFiles;
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
public final class NetdevCollector implements MetricPlugin {
  private final KernelFiles files;
  private final KnownNames wanted;

  /** Reads from a kernel's files what the settings choose. */
  @Activate
  public NetdevCollector(
      @Reference KernelFiles files,
      @Reference(target = "(collectors.netdev=true)") NetworkSettings settings) {
    this.files = files;
    this.wanted = new KnownNames(settings::netdevDevices);
  }

  @Override
  public String name() {
    return "netdev";
  }

  @Override
  public String description() {
    return "Bytes, packets, errors and drops of each network device.";
  }

  @Override
  public List<MetricFamily> collect() throws IOException {
    return parse(files.fields(files.proc("net/dev")), wanted, this::unhandled);
  }

  static List<MetricFamily> parse(
      FieldReader line, Predicate<String> wanted, Function<String, OptionalDouble> unhandled) {
    NetdevFamilies families = new NetdevFamilies();
    while (line.nextLine()) {
      String device = line.until(':');
      // There is nothing behind the two headings, which have no colon.
      if (line.hasNext() && wanted.test(device)) {
        families.add(device, line, unhandled.apply(device));
      }
    }
    return families.build();
  }

  /** Packets for which there was no protocol: the one number that procfs lacks. */
  private OptionalDouble unhandled(String device) {
    return files.number(files.sys("class/net").resolve(device).resolve("statistics/rx_nohandler"));
  }
}
