package org.metricbay.network;

import java.util.List;
import org.metricbay.api.Labels;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricPlugin;
import org.metricbay.platform.OshiHost;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import oshi.hardware.NetworkIF;

/**
 * Traffic of each network device, where there is no Linux kernel to ask:
 *
 * <pre>
 * node_network_receive_bytes_total{device="en0"} 6.8210035552e+10
 * node_network_transmit_errs_total{device="en0"} 0
 * </pre>
 */
@Component(configurationPolicy = ConfigurationPolicy.IGNORE)
public final class OshiNetdevCollector implements MetricPlugin {
  private final OshiHost host;
  private final NetworkSettings settings;

  /** Asks OSHI about the devices that the settings choose. */
  @Activate
  public OshiNetdevCollector(
      @Reference OshiHost host,
      @Reference(target = "(collectors.netdev=true)") NetworkSettings settings) {
    this.host = host;
    this.settings = settings;
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
  public List<MetricFamily> collect() {
    Families families = new Families();
    for (NetworkIF device : host.get().getHardware().getNetworkIFs(true)) {
      if (settings.netdevDevices().test(device.getName())) {
        families.add(device);
      }
    }
    return families.build();
  }

  /** Without collisions, for which OSHI gives something else on Windows. */
  private static final class Families {
    private final MetricFamily.NumberBuilder receivedBytes = family("receive_bytes");
    private final MetricFamily.NumberBuilder receivedPackets = family("receive_packets");
    private final MetricFamily.NumberBuilder receiveErrors = family("receive_errs");
    private final MetricFamily.NumberBuilder receiveDrops = family("receive_drop");
    private final MetricFamily.NumberBuilder sentBytes = family("transmit_bytes");
    private final MetricFamily.NumberBuilder sentPackets = family("transmit_packets");
    private final MetricFamily.NumberBuilder sendErrors = family("transmit_errs");

    private static MetricFamily.NumberBuilder family(String column) {
      return NetdevFamilies.family(column);
    }

    void add(NetworkIF device) {
      Labels labels = Labels.of("device", device.getName());
      receivedBytes.sample((double) device.getBytesRecv(), labels);
      receivedPackets.sample((double) device.getPacketsRecv(), labels);
      receiveErrors.sample((double) device.getInErrors(), labels);
      receiveDrops.sample((double) device.getInDrops(), labels);
      sentBytes.sample((double) device.getBytesSent(), labels);
      sentPackets.sample((double) device.getPacketsSent(), labels);
      sendErrors.sample((double) device.getOutErrors(), labels);
    }

    List<MetricFamily> build() {
      return List.of(
          receivedBytes.build(),
          receivedPackets.build(),
          receiveErrors.build(),
          receiveDrops.build(),
          sentBytes.build(),
          sentPackets.build(),
          sendErrors.build());
    }
  }
}
