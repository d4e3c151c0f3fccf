package org.metricbay.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricPlugin;
import org.metricbay.platform.KernelFiles;
import org.metricbay.platform.OshiHost;
import org.metricbay.test.Page;

/** Runs the collectors on this very machine. */
class LiveNetworkTest {
  private final KernelFiles files = KernelFiles.ofThisHost();
  private final NetworkSettings settings = new NetworkSettings(Map.of());

  @Test
  @EnabledOnOs(OS.LINUX)
  void readsThisKernel() throws Exception {
    List<MetricFamily> families = new ArrayList<>();
    for (MetricPlugin plugin :
        List.of(
            new NetdevCollector(files, settings),
            new NetclassCollector(files, settings),
            new NetstatCollector(files, settings),
            new SockstatCollector(files),
            new SoftnetCollector(files),
            new ArpCollector(files, settings),
            new ConntrackCollector(files),
            new UdpQueuesCollector(files),
            new BondingCollector(files),
            new TcpstatCollector(files))) {
      families.addAll(plugin.collect());
    }
    assertThat(Page.of(families).lines())
        .containsKeys(
            "node_network_receive_bytes_total{device=\"lo\"}",
            "node_network_receive_nohandler_total{device=\"lo\"}",
            "node_network_up{device=\"lo\"}",
            "node_network_mtu_bytes{device=\"lo\"}",
            "node_netstat_Tcp_CurrEstab",
            "node_netstat_TcpExt_ListenDrops",
            "node_sockstat_sockets_used",
            "node_sockstat_TCP_mem_bytes",
            "node_softnet_processed_total{cpu=\"0\"}",
            "node_udp_queues{ip=\"v4\",queue=\"rx\"}");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void asksOshiForNothingThatTheKernelCallsOtherwise() throws Exception {
    Map<String, String> oshi =
        Page.of(new OshiNetdevCollector(new OshiHost(), settings).collect()).lines();
    assertThat(oshi).containsKey("TYPE node_network_receive_bytes_total");
    assertThat(Page.of(new NetdevCollector(files, settings).collect()).lines().keySet())
        .containsAll(oshi.keySet());
  }
}
