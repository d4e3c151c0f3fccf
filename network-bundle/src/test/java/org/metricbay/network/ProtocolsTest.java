package org.metricbay.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.metricbay.api.LeftOut;
import org.metricbay.api.MetricFamily;
import org.metricbay.platform.FieldReader;
import org.metricbay.platform.KernelFiles;
import org.metricbay.test.Page;

/** What the collectors of protocols and sockets make of {@code /proc/net}. */
class ProtocolsTest {
  @TempDir Path folder;

  private KernelFiles files() {
    return new KernelFiles(folder, folder, folder, folder);
  }

  private void write(String file, String text) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private NetstatCollector netstat(NetworkSettings settings) {
    return new NetstatCollector(files(), settings);
  }

  @BeforeEach
  void writeCounters() throws IOException {
    write(
        "net/netstat",
        """
        TcpExt: SyncookiesSent Other ListenDrops
        TcpExt: 1 2 18446744073709551615
        IpExt: InOctets
        IpExt: 4
        """);
    write("net/snmp", "Tcp: MaxConn CurrEstab\nTcp: -1 5\n");
  }

  @Test
  void readsTheCountersOfNodeExporterByDefault() throws IOException {
    write("net/snmp6", "Ip6InOctets  6\nUdpLite6InErrors 7\nUdp6Other 8\nNone 9\n");
    assertThat(Page.of(netstat(new NetworkSettings(Map.of())).collect()).lines())
        .containsEntry("node_netstat_TcpExt_SyncookiesSent", "1.0")
        .containsEntry("node_netstat_TcpExt_ListenDrops", Double.toString(0x1p64))
        .containsEntry("node_netstat_IpExt_InOctets", "4.0")
        .containsEntry("node_netstat_Tcp_CurrEstab", "5.0")
        .containsEntry("node_netstat_Ip6_InOctets", "6.0")
        .containsEntry("node_netstat_UdpLite6_InErrors", "7.0")
        .containsEntry("TYPE node_netstat_Tcp_CurrEstab", "untyped")
        .containsEntry("HELP node_netstat_Tcp_CurrEstab", "Statistic TcpCurrEstab.")
        .hasSize(6 * 3);
  }

  @Test
  void aLineWithoutAnotherBesideItCostsItself() throws IOException {
    write(
        "net/snmp",
        "Ip: Forwarding\nUdp: InDatagrams\nUdp: 7\nTcp: CurrEstab\nTcp: x\nIcmp: InMsgs");
    write("net/netstat", "TcpExt: 1 2\nIpExt: InOctets\nIpExt: 4\n");
    List<MetricFamily> families = netstat(new NetworkSettings(Map.of())).collect();
    assertThat(Page.of(families).lines())
        .containsEntry("node_netstat_Udp_InDatagrams", "7.0")
        .containsEntry("node_netstat_IpExt_InOctets", "4.0")
        .hasSize(2 * 3);
    assertThat(families.stream().flatMap(family -> family.leftOut().stream()).map(LeftOut::what))
        .containsExactly(
            "line \"TcpExt:\" of net/netstat",
            "line \"Ip:\" of net/snmp",
            "line \"Tcp:\" of net/snmp",
            "line \"Icmp:\" of net/snmp");
  }

  /** Else the values behind what is missing would be under their neighbours' names. */
  @Test
  void pairsThatDoNotFitCostThemselves() throws IOException {
    for (String values : List.of("1", "1 2 3")) {
      write("net/snmp", "Udp: InDatagrams OutDatagrams\nUdp: " + values + "\n");
      List<MetricFamily> families = netstat(new NetworkSettings(Map.of())).collect();
      assertThat(Page.of(families).lines().keySet()).noneMatch(line -> line.contains("Udp"));
      assertThat(families.stream().flatMap(family -> family.leftOut().stream())).hasSize(1);
    }
  }

  @Test
  void aRowThatIsNotAsWideAsOthersCostsItself() {
    String row = "0000000a 00000001 00000002 0 0 0 0 0 00000003 00000004 00000005";
    for (String broken : List.of(row + " 7", row.substring(9), "x" + row)) {
      List<MetricFamily> families =
          SoftnetCollector.parse(new FieldReader(row + "\n" + row + "\n" + broken + "\n"));
      assertThat(families).allMatch(family -> family.samples().size() == 2);
      assertThat(families.stream().flatMap(family -> family.leftOut().stream())).hasSize(1);
    }
  }

  @Test
  void followsItsSettingsAndDoesWithoutIpv6() throws IOException {
    NetworkSettings settings = new NetworkSettings(Map.of("netstat.fields", "Max"));
    NetstatCollector collector = netstat(settings);
    assertThat(Page.of(collector.collect()).lines())
        .containsEntry("node_netstat_Tcp_MaxConn", "-1.0")
        .hasSize(3);
    settings.modify(Map.of("netstat.fields", "Other$"));
    assertThat(Page.of(collector.collect()).lines())
        .containsEntry("node_netstat_TcpExt_Other", "2.0")
        .hasSize(3);
  }

  @Test
  void readsSockets() throws IOException {
    String sockstat =
        """
        sockets: used 32
        TCP: inuse 1 orphan 0 tw 2 alloc 5 mem 3 new 9
        FRAG: inuse 0 memory 7
        """;
    assertThat(
            Page.of(
                    SockstatCollector.parse(
                        "net/sockstat",
                        new FieldReader(sockstat),
                        SockstatCollector.Protocol.known(),
                        100))
                .lines())
        .containsEntry("node_sockstat_sockets_used", "32.0")
        .containsEntry("node_sockstat_TCP_tw", "2.0")
        .containsEntry("HELP node_sockstat_TCP_tw", "Number of TCP sockets in state tw.")
        .containsEntry("node_sockstat_TCP_mem", "3.0")
        .containsEntry("node_sockstat_TCP_mem_bytes", "300.0")
        .containsEntry("node_sockstat_FRAG_memory", "7.0")
        .hasSize((1 + 6 + 2) * 3);
    assertThat(new SockstatCollector(files()).collect()).isEmpty();
  }

  private static List<MetricFamily> softnet(String text) {
    return SoftnetCollector.parse(new FieldReader(text));
  }

  @Test
  void readsWhatEachCpuTook() {
    String softnet =
        """
        0000000a 00000001 00000002 0 0 0 0 0 00000003 00000004 00000005 00000006 00000007 0 0
        ffffffff 00000000 00000000 0 0 0 0 0 00000000 00000000 00000000 00000000 00000009 0 0
        """;
    assertThat(Page.of(softnet(softnet)).lines())
        .containsEntry("node_softnet_processed_total{cpu=\"7\"}", "10.0")
        .containsEntry("node_softnet_processed_total{cpu=\"9\"}", "4.294967295E9")
        .containsEntry("node_softnet_dropped_total{cpu=\"7\"}", "1.0")
        .containsEntry("node_softnet_times_squeezed_total{cpu=\"7\"}", "2.0")
        .containsEntry("node_softnet_cpu_collision_total{cpu=\"7\"}", "3.0")
        .containsEntry("node_softnet_received_rps_total{cpu=\"7\"}", "4.0")
        .containsEntry("node_softnet_flow_limit_count_total{cpu=\"7\"}", "5.0")
        .containsEntry("node_softnet_backlog_len{cpu=\"7\"}", "6.0")
        .hasSize(7 * (2 + 2));
    assertThat(Page.of(softnet("1 0 0 0 0 0 0 0 0\n2 0 0 0 0 0 0 0 0\n")).lines())
        .containsEntry("node_softnet_processed_total{cpu=\"1\"}", "2.0");
  }

  @Test
  void countsNeighbours() {
    String arp =
        """
        IP address       HW type     Flags       HW address            Mask     Device
        192.0.2.1        0x1         0x2         02:00:00:00:00:01     *        eth0
        192.0.2.2        0x1         0x2         02:00:00:00:00:02     *        eth0
        192.0.2.3        0x1         0x0         00:00:00:00:00:00     *        docker0
        """;
    NetworkSettings settings = new NetworkSettings(Map.of("arp.device-exclude", "docker"));
    assertThat(
            Page.of(List.of(ArpCollector.parse(new FieldReader(arp), settings.arpDevices())))
                .lines())
        .containsEntry("node_arp_entries{device=\"eth0\"}", "2.0")
        .hasSize(3);
  }

  @Test
  void addsUpWhatEachCpuTracked() throws IOException {
    write("sys/net/netfilter/nf_conntrack_count", "12\n");
    write("sys/net/netfilter/nf_conntrack_max", "65536\n");
    write(
        "net/stat/nf_conntrack",
        "entries clashres found new invalid\n0000000c 1 2 3 a\n0000000c 1 2 3 b\n");
    assertThat(Page.of(new ConntrackCollector(files()).collect()).lines())
        .containsEntry("node_nf_conntrack_entries", "12.0")
        .containsEntry("node_nf_conntrack_entries_limit", "65536.0")
        .containsEntry("node_nf_conntrack_stat_found", "4.0")
        .containsEntry("node_nf_conntrack_stat_invalid", "21.0")
        .containsEntry("TYPE node_nf_conntrack_stat_invalid", "gauge")
        .hasSize(4 * 3);
  }

  @Test
  void saysNothingOfConnectionsThatAreNotTracked() throws IOException {
    assertThat(new ConntrackCollector(files()).collect()).isEmpty();
  }

  @Test
  void addsUpQueuesAndStates() throws IOException {
    String heading = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when\n";
    String listening = "   0: 0100007F:1F40 00000000:0000 0A 00000000:00000001 00:00000000 0\n";
    String connected = "   1: 0100007F:1F40 0100007F:9C40 01 00000010:0000000A 00:00000000 0\n";
    assertThat(
            Page.of(
                    List.of(
                        TcpstatCollector.parse(
                            List.of(
                                new FieldReader(heading + listening + connected),
                                new FieldReader(heading + connected)))))
                .lines())
        .containsEntry("node_tcp_connection_states{state=\"established\"}", "2.0")
        .containsEntry("node_tcp_connection_states{state=\"listen\"}", "1.0")
        .containsEntry("node_tcp_connection_states{state=\"tx_queued_bytes\"}", "32.0")
        .containsEntry("node_tcp_connection_states{state=\"rx_queued_bytes\"}", "21.0")
        .hasSize(2 + 4);
    assertThat(TcpstatCollector.parse(List.of(new FieldReader(heading))).samples()).isEmpty();

    write("net/udp6", heading + connected + connected);
    assertThat(Page.of(new UdpQueuesCollector(files()).collect()).lines())
        .containsEntry("node_udp_queues{ip=\"v6\",queue=\"tx\"}", "32.0")
        .containsEntry("node_udp_queues{ip=\"v6\",queue=\"rx\"}", "20.0")
        .hasSize(2 + 2);
  }
}
