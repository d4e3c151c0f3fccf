package org.metricbay.network;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.metricbay.test.BrokenLines;
import org.metricbay.test.Conformance;

class NetworkBrokenLinesTest {
  @Test
  void oneBrokenLineCostsItself(@TempDir Path tree) throws Exception {
    BrokenLines lines = Conformance.find().brokenLines(tree);
    NetworkSettings settings = new NetworkSettings(Map.of());
    lines
        .with(
            "proc/net/dev",
            """
            Inter-|   Receive                |  Transmit
             face |bytes    packets errs drop fifo frame compressed multicast|bytes
                lo:  100  1 0 0 0 0 0 0  100  1 0 0 0 0 0 0
              eth0:12345 67 1 2 3 4 5 6 7890 12 1 2 3 4 5 6
              team0: 777 77 1 2 3 4 5 6 7777 12 1 2 3 4 5 6
            """)
        .with(
            "proc/net/tcp",
            """
              sl  local_address rem_address   st tx_queue rx_queue tr tm->when
               0: 0500000A:0016 00000000:0000 0A 00000000:00000001 00:00000000
               1: 00000000:0016 00000000:0000 01 00000015:00000000 00:00000000
               2: 0500000A:0016 7C1200F0:FEB3 01 00000000:00000000 02:000A6CAD
            """);
    lines.check(files -> new NetdevCollector(files, settings), "proc/net/dev");
    lines.check(TcpstatCollector::new, "proc/net/tcp");
    lines.check(
        files -> new NetstatCollector(files, settings), "proc/net/netstat", "proc/net/snmp");
    lines.check(files -> new NetstatCollector(files, settings), "proc/net/snmp6");
    lines.check(SockstatCollector::new, "proc/net/sockstat", "proc/net/sockstat6");
    lines.check(SoftnetCollector::new, "proc/net/softnet_stat");
    lines.check(files -> new ArpCollector(files, settings), "proc/net/arp");
    lines.check(ConntrackCollector::new, "proc/net/stat/nf_conntrack");
    lines.check(UdpQueuesCollector::new, "proc/net/udp");
    lines.checkQuietly(BondingCollector::new, "sys/class/net");
    lines.checkQuietly(files -> new NetclassCollector(files, settings), "sys/class/net");
  }
}
