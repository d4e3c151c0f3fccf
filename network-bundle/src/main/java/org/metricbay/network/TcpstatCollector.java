package org.metricbay.network;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.metricbay.api.Collector;
import org.metricbay.api.FamilyBuilder;
import org.metricbay.api.MetricDescriptor;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricPlugin;
import org.metricbay.platform.FieldReader;
import org.metricbay.platform.KernelFiles;
import org.metricbay.platform.KernelTable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/**
 * TCP connections by state, from {@code /proc/net/tcp} and {@code tcp6}:
 *
 * <pre>
 * node_tcp_connection_states{state="established"} 3
 * node_tcp_connection_states{state="time_wait"} 1
 * node_tcp_connection_states{state="rx_queued_bytes"} 0
 * </pre>
 */
@Component(
    reference =
        @Reference(
            name = "settings",
            service = NetworkSettings.class,
            target = "(collectors.tcpstat=true)"),
    configurationPolicy = ConfigurationPolicy.IGNORE)
@Collector(
    name = "tcpstat",
    description = "Number of TCP connections in each state, and bytes in their queues.")
public final class TcpstatCollector implements MetricPlugin {
  private static final MetricDescriptor TCP_CONNECTION_STATES =
      MetricDescriptor.gauge("node_tcp_connection_states", "Number of connection states.", "state");

  /** By the kernel's number. */
  private static final List<String> STATES =
      List.of(
          "unknown",
          "established",
          "syn_sent",
          "syn_recv",
          "fin_wait1",
          "fin_wait2",
          "time_wait",
          "close",
          "close_wait",
          "last_ack",
          "listen",
          "closing");

  private final KernelFiles files;

  /** Reads from a kernel's files. */
  @Activate
  public TcpstatCollector(@Reference KernelFiles files) {
    this.files = files;
  }

  @Override
  public List<MetricFamily> collect() throws IOException {
    Sum sum = new Sum();
    files.table(files.proc("net/tcp"), KernelTable.SOCKETS, sum::add);
    // Not there where IPv6 is switched off.
    files.findTable(files.proc("net/tcp6"), KernelTable.SOCKETS, sum::add);
    return List.of(sum.build());
  }

  static MetricFamily parse(List<FieldReader> tables) {
    Sum sum = new Sum();
    tables.forEach(sum::add);
    return sum.build();
  }

  private static final class Sum {
    private final FamilyBuilder family = TCP_CONNECTION_STATES.samples();
    private final int[] counts = new int[STATES.size()];
    private double sending;
    private double receiving;

    Sockets.Queues add(FieldReader table) {
      Sockets.Queues sum =
          Sockets.parse(
              "net/tcp",
              table,
              state -> counts[state >= 0 && state < counts.length ? state : 0]++,
              family::leaveOut);
      sending += sum.sending();
      receiving += sum.receiving();
      return sum;
    }

    MetricFamily build() {
      for (int state = 0; state < counts.length; state++) {
        if (counts[state] > 0) {
          family.add(counts[state], STATES.get(state));
        }
      }
      if (IntStream.of(counts).sum() > 0) {
        family.add(receiving, "rx_queued_bytes");
        family.add(sending, "tx_queued_bytes");
      }
      return family.build();
    }
  }
}
