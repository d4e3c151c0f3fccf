package org.metricbay.network;

import java.util.List;
import org.metricbay.api.Collector;
import org.metricbay.api.FamilyBuilder;
import org.metricbay.api.Labels;
import org.metricbay.api.MetricDescriptor;
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
@Collector(
    name = "netdev",
    description = "Bytes, packets, errors and drops of each network device.")
public final class OshiNetdevCollector implements MetricPlugin {
  private static final MetricDescriptor RECEIVED_BYTES = NetdevFamilies.metric("receive_bytes");
  private static final MetricDescriptor RECEIVED_PACKETS = NetdevFamilies.metric("receive_packets");
  private static final MetricDescriptor RECEIVE_ERRORS = NetdevFamilies.metric("receive_errs");
  private static final MetricDescriptor RECEIVE_DROPS = NetdevFamilies.metric("receive_drop");
  private static final MetricDescriptor SENT_BYTES = NetdevFamilies.metric("transmit_bytes");
  private static final MetricDescriptor SENT_PACKETS = NetdevFamilies.metric("transmit_packets");
  private static final MetricDescriptor SEND_ERRORS = NetdevFamilies.metric("transmit_errs");

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
    private final FamilyBuilder receivedBytes = RECEIVED_BYTES.samples();
    private final FamilyBuilder receivedPackets = RECEIVED_PACKETS.samples();
    private final FamilyBuilder receiveErrors = RECEIVE_ERRORS.samples();
    private final FamilyBuilder receiveDrops = RECEIVE_DROPS.samples();
    private final FamilyBuilder sentBytes = SENT_BYTES.samples();
    private final FamilyBuilder sentPackets = SENT_PACKETS.samples();
    private final FamilyBuilder sendErrors = SEND_ERRORS.samples();

    void add(NetworkIF device) {
      Labels labels = RECEIVED_BYTES.labels(device.getName());
      receivedBytes.add((double) device.getBytesRecv(), labels);
      receivedPackets.add((double) device.getPacketsRecv(), labels);
      receiveErrors.add((double) device.getInErrors(), labels);
      receiveDrops.add((double) device.getInDrops(), labels);
      sentBytes.add((double) device.getBytesSent(), labels);
      sentPackets.add((double) device.getPacketsSent(), labels);
      sendErrors.add((double) device.getOutErrors(), labels);
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
