package org.metricbay.storage;

import java.io.IOException;
import java.util.List;
import org.metricbay.api.Collector;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricPlugin;
import org.metricbay.platform.FieldReader;
import org.metricbay.platform.KernelFiles;
import org.metricbay.storage.Families.Value;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/**
 * What this host asks of NFS servers, from {@code /proc/net/rpc/nfs}:
 *
 * <pre>
 * node_nfs_packets_total{protocol="tcp"} 69
 * node_nfs_requests_total{method="GetAttr",proto="3"} 1.061909262e+09
 * </pre>
 */
@Component(
    reference =
        @Reference(
            name = "settings",
            service = StorageSettings.class,
            target = "(collectors.nfs=true)"),
    configurationPolicy = ConfigurationPolicy.IGNORE)
@Collector(name = "nfs", description = "Requests, packets and retransmissions of the NFS client.")
public final class NfsCollector implements MetricPlugin {
  private static final String PACKETS =
      "Total NFSd network packets (sent+received) by protocol type.";

  private static final List<Value> NET =
      List.of(
          Value.NONE,
          Value.count("node_nfs_packets_total", PACKETS, "protocol", "udp"),
          Value.count("node_nfs_packets_total", PACKETS, "protocol", "tcp"),
          Value.count("node_nfs_connections_total", "Total number of NFSd TCP connections."));

  private static final List<Value> RPC =
      List.of(
          Value.count("node_nfs_rpcs_total", "Total number of RPCs performed."),
          Value.count(
              "node_nfs_rpc_retransmissions_total", "Number of RPC transmissions performed."),
          Value.count(
              "node_nfs_rpc_authentication_refreshes_total",
              "Number of RPC authentication refreshes performed."));

  private static final Value REQUESTS =
      Value.count("node_nfs_requests_total", "Number of NFS procedures invoked.");

  private final KernelFiles files;

  /** Reads from a kernel's files. */
  @Activate
  public NfsCollector(@Reference KernelFiles files) {
    this.files = files;
  }

  @Override
  public List<MetricFamily> collect() throws IOException {
    return files.find(files.proc("net/rpc/nfs")).map(NfsCollector::parse).orElse(List.of());
  }

  static List<MetricFamily> parse(String rpc) {
    Families families = new Families();
    new FieldReader(rpc).eachLine("net/rpc/nfs", line -> add(families, line), families::leaveOut);
    return families.build();
  }

  private static void add(Families families, FieldReader line) {
    switch (line.next()) {
      case "net" -> families.addColumns(NET, line);
      case "rpc" -> families.addColumns(RPC, line);
      case "proc2" -> NfsProcedures.add(families, REQUESTS, "2", NfsProcedures.V2, 0, line);
      case "proc3" -> NfsProcedures.add(families, REQUESTS, "3", NfsProcedures.V3, 0, line);
      case "proc4" -> addV4(families, line);
      default -> {
        // A later kernel's.
      }
    }
  }

  /** As in node_exporter, a procedure that the kernel does not know yet was never called. */
  private static void addV4(Families families, FieldReader line) {
    List<String> names = NfsProcedures.V4_CLIENT;
    NfsProcedures.add(families, REQUESTS, "4", names, names.size(), line);
  }
}
