package org.metricbay.storage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
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
 * What this host's NFS server does, from {@code /proc/net/rpc/nfsd}:
 *
 * <pre>
 * node_nfsd_server_threads 8
 * node_nfsd_disk_bytes_read_total 1.572864e+08
 * node_nfsd_requests_total{method="Lookup",proto="3"} 2719
 * </pre>
 */
@Component(
    reference =
        @Reference(
            name = "settings",
            service = StorageSettings.class,
            target = "(collectors.nfsd=true)"),
    configurationPolicy = ConfigurationPolicy.IGNORE)
@Collector(name = "nfsd", description = "Requests, traffic, caches and threads of the NFS server.")
public final class NfsdCollector implements MetricPlugin {
  private static final String PACKETS =
      "Total NFSd network packets (sent+received) by protocol type.";

  private static final String ERRORS = "Total number of NFSd RPC errors by error type.";

  /** The columns of each line, by its first word. */
  private static final Map<String, List<Value>> LINES =
      Map.of(
          "rc",
          List.of(
              Value.count(
                  "node_nfsd_reply_cache_hits_total",
                  "Total number of NFSd Reply Cache hits (client lost server response)."),
              Value.count(
                  "node_nfsd_reply_cache_misses_total",
                  "Total number of NFSd Reply Cache an operation that requires caching"
                      + " (idempotent)."),
              Value.count(
                  "node_nfsd_reply_cache_nocache_total",
                  "Total number of NFSd Reply Cache non-idempotent operations"
                      + " (rename/delete/…).")),
          "fh",
          List.of(
              Value.count(
                  "node_nfsd_file_handles_stale_total", "Total number of NFSd stale file handles")),
          "io",
          List.of(
              Value.count("node_nfsd_disk_bytes_read_total", "Total NFSd bytes read."),
              Value.count("node_nfsd_disk_bytes_written_total", "Total NFSd bytes written.")),
          "th",
          List.of(
              Value.gauge(
                  "node_nfsd_server_threads",
                  "Total number of NFSd kernel threads that are running.")),
          "ra",
          readAhead(),
          "net",
          List.of(
              Value.NONE,
              Value.count("node_nfsd_packets_total", PACKETS, "proto", "udp"),
              Value.count("node_nfsd_packets_total", PACKETS, "proto", "tcp"),
              Value.count("node_nfsd_connections_total", "Total number of NFSd TCP connections.")),
          "rpc",
          List.of(
              Value.count("node_nfsd_server_rpcs_total", "Total number of NFSd RPCs."),
              Value.NONE,
              Value.count("node_nfsd_rpc_errors_total", ERRORS, "error", "fmt"),
              Value.count("node_nfsd_rpc_errors_total", ERRORS, "error", "auth"),
              Value.count("node_nfsd_rpc_errors_total", ERRORS, "error", "cInt")));

  private static final Value REQUESTS =
      Value.count("node_nfsd_requests_total", "Total number NFSd Requests by method and protocol.");

  private static final List<String> V2 = NfsProcedures.withoutNull(NfsProcedures.V2);
  private static final List<String> V3 = NfsProcedures.withoutNull(NfsProcedures.V3);

  private final KernelFiles files;

  /** Reads from a kernel's files. */
  @Activate
  public NfsdCollector(@Reference KernelFiles files) {
    this.files = files;
  }

  /** Between the two, how deep in the cache was found what was looked for, in ten steps. */
  private static List<Value> readAhead() {
    Value size =
        Value.gauge(
            "node_nfsd_read_ahead_cache_size_blocks",
            "How large the read ahead cache is in blocks.");
    Value notFound =
        Value.count(
            "node_nfsd_read_ahead_cache_not_found_total",
            "Total number of NFSd read ahead cache not found.");
    List<Value> columns = new ArrayList<>(Collections.nCopies(12, Value.NONE));
    columns.set(0, size);
    columns.set(11, notFound);
    return List.copyOf(columns);
  }

  @Override
  public List<MetricFamily> collect() throws IOException {
    return files.find(files.proc("net/rpc/nfsd")).map(NfsdCollector::parse).orElse(List.of());
  }

  static List<MetricFamily> parse(String rpc) {
    Families families = new Families();
    new FieldReader(rpc).eachLine("net/rpc/nfsd", line -> add(families, line), families::leaveOut);
    return families.build();
  }

  private static void add(Families families, FieldReader line) {
    String word = line.next();
    switch (word) {
      case "proc2" -> NfsProcedures.add(families, REQUESTS, "2", V2, 0, line);
      case "proc3" -> NfsProcedures.add(families, REQUESTS, "3", V3, 0, line);
      case "proc4ops" ->
          NfsProcedures.add(families, REQUESTS, "4", NfsProcedures.V4_SERVER, 0, line);
      case "wdeleg_getattr" ->
          families.add(REQUESTS, line.number(), "proto", "4", "method", "WdelegGetattr");
      default -> families.addColumns(LINES.getOrDefault(word, List.of()), line);
    }
  }
}
