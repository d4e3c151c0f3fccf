package org.metricbay.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.metricbay.platform.KernelFiles;
import org.metricbay.test.Page;

/** What the collectors {@code netclass} and {@code bonding} read from sysfs. */
class NetworkSysfsTest {
  @TempDir Path folder;

  private KernelFiles files() {
    return new KernelFiles(folder, folder, folder, folder);
  }

  private void attribute(String file, String text) throws IOException {
    Path path = folder.resolve("class/net").resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text + "\n");
  }

  private Map<String, String> netclass(Map<String, String> settings) {
    return Page.of(new NetclassCollector(files(), new NetworkSettings(settings)).collect()).lines();
  }

  private Map<String, String> bonding() throws IOException {
    return Page.of(new BondingCollector(files()).collect()).lines();
  }

  @Test
  void readsTheProperties() throws IOException {
    attribute("eth0/operstate", "up");
    attribute("eth0/address", "02:00:00:00:00:01");
    attribute("eth0/flags", "0x1003");
    attribute("eth0/dev_id", "0x0");
    attribute("eth0/speed", "1000");
    attribute("eth0/mtu", "1500");
    attribute("eth0/carrier_changes", "3");
    attribute("eth0/duplex", "");
    attribute("bonding_masters", "");
    assertThat(netclass(Map.of()))
        .containsEntry("node_network_up{device=\"eth0\"}", "1.0")
        .containsEntry(
            "node_network_info{address=\"02:00:00:00:00:01\",adminstate=\"up\",broadcast=\"\","
                + "device=\"eth0\",duplex=\"\",ifalias=\"\",operstate=\"up\"}",
            "1.0")
        .containsEntry("node_network_flags{device=\"eth0\"}", "4099.0")
        .containsEntry("node_network_device_id{device=\"eth0\"}", "0.0")
        .containsEntry("node_network_speed_bytes{device=\"eth0\"}", "1.25E8")
        .containsEntry("node_network_mtu_bytes{device=\"eth0\"}", "1500.0")
        .containsEntry("node_network_carrier_changes_total{device=\"eth0\"}", "3.0")
        .containsEntry("TYPE node_network_carrier_changes_total", "counter")
        .hasSize(7 * 3);
  }

  @Test
  void leavesOutWhatItIsToldTo() throws IOException {
    attribute("eth0/speed", "-1");
    attribute("veth1/speed", "10000");
    assertThat(netclass(Map.of("netclass.ignored-devices", "^veth")))
        .containsEntry("node_network_speed_bytes{device=\"eth0\"}", "-125000.0")
        .containsEntry("node_network_up{device=\"eth0\"}", "0.0")
        .hasSize(3 * 3);
    assertThat(netclass(Map.of("netclass.ignore-invalid-speed", "true")))
        .containsKey("node_network_speed_bytes{device=\"veth1\"}")
        .doesNotContainKey("node_network_speed_bytes{device=\"eth0\"}");
  }

  @Test
  void readsNumbersOfEveryShapeAndNothingElse() {
    assertThat(NetclassFamilies.number(Optional.of("0x1f"))).hasValue(31);
    assertThat(NetclassFamilies.number(Optional.of("-1"))).hasValue(-1);
    assertThat(NetclassFamilies.number(Optional.of("fast"))).isEmpty();
    assertThat(NetclassFamilies.number(Optional.empty())).isEmpty();
  }

  @Test
  void countsTheDevicesOfABond() throws IOException {
    attribute("bonding_masters", "bond0 bond1");
    attribute("bond0/bonding/slaves", "eth0 eth1 gone");
    attribute("bond0/lower_eth0/bonding_slave/mii_status", "up");
    attribute("bond0/slave_eth1/bonding_slave/mii_status", "down");
    attribute("bond1/bonding/slaves", "");
    assertThat(bonding())
        .containsEntry("node_bonding_slaves{master=\"bond0\"}", "2.0")
        .containsEntry("node_bonding_active{master=\"bond0\"}", "1.0")
        .containsEntry("node_bonding_slaves{master=\"bond1\"}", "0.0")
        .containsEntry("node_bonding_active{master=\"bond1\"}", "0.0");
  }

  @Test
  void findsNothingWhereThereIsNothing() throws IOException {
    assertThat(netclass(Map.of())).isEmpty();
    assertThat(bonding()).isEmpty();
  }
}
