package org.metricbay.network;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.metricbay.api.Collector;
import org.metricbay.api.FamilyBuilder;
import org.metricbay.api.Labels;
import org.metricbay.api.MetricDescriptor;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricPlugin;
import org.metricbay.platform.KernelFiles;
import org.metricbay.platform.KernelTable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/**
 * What waits in the queues of UDP sockets, from {@code /proc/net/udp} and {@code udp6}:
 *
 * <pre>
 * node_udp_queues{ip="v4",queue="rx"} 0
 * node_udp_queues{ip="v4",queue="tx"} 21
 * </pre>
 */
@Component(
    reference =
        @Reference(
            name = "settings",
            service = NetworkSettings.class,
            target = "(collectors.udp_queues=true)"),
    configurationPolicy = ConfigurationPolicy.IGNORE)
@Collector(name = "udp_queues", description = "Bytes that wait in the queues of UDP sockets.")
public final class UdpQueuesCollector implements MetricPlugin {
  private static final MetricDescriptor UDP_QUEUES =
      MetricDescriptor.gauge(
          "node_udp_queues",
          "Number of allocated memory in the kernel for UDP datagrams in bytes.",
          "queue",
          "ip");

  private static final List<Table> TABLES =
      List.of(Table.of("net/udp", "v4"), Table.of("net/udp6", "v6"));

  /** The sockets of one version of IP, and the labels of their two queues. */
  private record Table(String file, Labels sending, Labels receiving) {
    static Table of(String file, String version) {
      return new Table(file, UDP_QUEUES.labels("tx", version), UDP_QUEUES.labels("rx", version));
    }
  }

  private final KernelFiles files;

  /** Reads from a kernel's files. */
  @Activate
  public UdpQueuesCollector(@Reference KernelFiles files) {
    this.files = files;
  }

  @Override
  public List<MetricFamily> collect() throws IOException {
    FamilyBuilder family = UDP_QUEUES.samples();
    // A file is missing where that version of IP is switched off.
    for (Table table : TABLES) {
      Optional<Sockets.Queues> sum =
          files.findTable(
              files.proc(table.file()),
              KernelTable.SOCKETS,
              lines -> Sockets.parse(table.file(), lines, state -> {}, family::leaveOut));
      if (sum.isPresent()) {
        family.add(sum.get().sending(), table.sending());
        family.add(sum.get().receiving(), table.receiving());
      }
    }
    return List.of(family.build());
  }
}
