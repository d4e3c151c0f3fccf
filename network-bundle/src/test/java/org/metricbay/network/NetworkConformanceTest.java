package org.metricbay.network;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.metricbay.platform.KernelFiles;
import org.metricbay.test.Conformance;

class NetworkConformanceTest {
  /** Traffic is the running machine's, so the page has none; tcpstat asks that machine too. */
  private static final Pattern OURS =
      Pattern.compile(
          "node_(network_(?!receive_|transmit_(?!queue_length))|netstat_|sockstat_|softnet_|arp_"
              + "|nf_conntrack_|udp_queues|bonding_).*");

  @Test
  void saysWhatNodeExporterSays(@TempDir Path sysfs) throws Exception {
    Conformance conformance = Conformance.find();
    KernelFiles files = conformance.filesWithLinks(sysfs);
    // What the expected page was made with.
    NetworkSettings settings =
        new NetworkSettings(
            Map.of(
                "arp.device-exclude", "nope",
                "netclass.ignored-devices", "(dmz|int)",
                "netclass.ignore-invalid-speed", "true"));
    conformance.assertSame(
        OURS,
        List.of(
            new NetclassCollector(files, settings),
            new NetstatCollector(files, settings),
            new SockstatCollector(files),
            new SoftnetCollector(files),
            new ArpCollector(files, settings),
            new ConntrackCollector(files),
            new UdpQueuesCollector(files),
            new BondingCollector(files)));
  }
}
