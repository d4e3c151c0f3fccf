package org.metricbay.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.metricbay.test.Page;

class NfsTest {
  private static String requests(String client, String method, int proto) {
    return "node_" + client + "_requests_total{method=\"" + method + "\",proto=\"" + proto + "\"}";
  }

  private static String upTo(int last) {
    return IntStream.rangeClosed(1, last)
        .mapToObj(Integer::toString)
        .collect(Collectors.joining(" ", last + " ", "\n"));
  }

  @Test
  void readsTheClient() {
    String text = "net 1 2 3 4\nrpc 5 6 7\nproc3 " + upTo(22) + "proc4 " + upTo(40) + "later 1\n";
    assertThat(Page.of(NfsCollector.parse(text)).lines())
        .containsEntry("node_nfs_packets_total{protocol=\"udp\"}", "2.0")
        .containsEntry("node_nfs_connections_total", "4.0")
        .containsEntry("node_nfs_rpc_authentication_refreshes_total", "7.0")
        .containsEntry(requests("nfs", "Null", 3), "1.0")
        .containsEntry(requests("nfs", "Commit", 3), "22.0")
        .containsEntry(requests("nfs", "CreateSession", 4), "40.0")
        .containsEntry(requests("nfs", "Clone", 4), "0.0")
        .doesNotContainKey(requests("nfs", "Null", 2));
  }

  @Test
  void readsTheServer() {
    String text =
        """
        rc 1 2 3
        fh 4 0 0 0 0
        io 18446744073709551615 6
        th 7 0 0.000
        ra 8 0 0 0 0 0 0 0 0 0 0 9
        net 10 11 12 13
        rpc 14 15 16 17 18
        wdeleg_getattr 19
        """;
    assertThat(
            Page.of(NfsdCollector.parse(text + "proc2 " + upTo(18) + "proc4ops " + upTo(39)))
                .lines())
        .containsEntry("node_nfsd_reply_cache_nocache_total", "3.0")
        .containsEntry("node_nfsd_disk_bytes_read_total", Double.toString(0x1p64))
        .containsEntry("node_nfsd_server_threads", "7.0")
        .containsEntry("node_nfsd_read_ahead_cache_not_found_total", "9.0")
        .containsEntry("node_nfsd_connections_total", "13.0")
        .containsEntry("node_nfsd_rpc_errors_total{error=\"cInt\"}", "18.0")
        .containsEntry(requests("nfsd", "WdelegGetattr", 4), "19.0")
        .containsEntry(requests("nfsd", "Write", 4), "39.0")
        .containsEntry(requests("nfsd", "FsStat", 2), "18.0")
        .doesNotContainKey(requests("nfsd", "Null", 2))
        .doesNotContainKey(requests("nfsd", "RelLockOwner", 4));
  }
}
