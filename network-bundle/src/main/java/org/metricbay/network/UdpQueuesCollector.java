package org.metricbay.network;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricPlugin;
import org.metricbay.platform.FieldReader;
import org.metricbay.platform.KernelFiles;
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
public final class UdpQueuesCollector implements MetricPlugin {
  private static final Map<String, String> FILES = Map.of("net/udp", "v4", "net/udp6", "v6");

  private final KernelFiles files;

  /** Reads from a kernel's files. */
  @Activate
  public UdpQueuesCollector(@Reference KernelFiles files) {
    this.files = files;
  }

  @Override
  public String name() {
    return "udp_queues";
  }

  @Override
  public String description() {
    return "Bytes that wait in the queues of UDP sockets.";
  }

  @Override
  public List<MetricFamily> collect() throws IOException {
    MetricFamily.NumberBuilder family =
        MetricFamily.gauge(
            "node_udp_queues",
            "Number of allocated memory in the kernel for UDP datagrams in bytes.");
    // A file is not there where that version of IP is switched off.
    for (Map.Entry<String, String> file : FILES.entrySet()) {
      Optional<FieldReader> sockets = files.findRecords(files.proc(file.getKey()));
      if (sockets.isPresent()) {
        Sockets.Queues sum = Sockets.parse(sockets.get(), state -> {});
        family.sample(sum.sending(), "queue", "tx", "ip", file.getValue());
        family.sample(sum.receiving(), "queue", "rx", "ip", file.getValue());
      }
    }
    return List.of(family.build());
  }
}
