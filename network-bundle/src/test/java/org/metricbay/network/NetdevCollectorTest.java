package org.metricbay.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.metricbay.platform.FieldReader;
import org.metricbay.platform.KnownFields;
import org.metricbay.test.Page;

class NetdevCollectorTest {
  private static final String DEV =
      """
      Inter-|   Receive                                                |  Transmit
       face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop
          lo:  1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16
        eth0:18446744073709551615 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0
      """;

  private static Map<String, String> page(String dev, Map<String, String> settings) {
    return page(dev, devices(), new NetdevFamilies(), settings);
  }

  private static KnownFields<NetdevFamilies.Device> devices() {
    return new KnownFields<>(name -> NetdevFamilies.Device.of(name, Path.of("net", name)));
  }

  private static Map<String, String> page(
      String dev,
      KnownFields<NetdevFamilies.Device> devices,
      NetdevFamilies families,
      Map<String, String> settings) {
    return Page.of(
            NetdevCollector.parse(
                new FieldReader(dev),
                devices,
                families,
                new NetworkSettings(settings).netdevDevices(),
                file ->
                    file.equals(Path.of("net/lo/statistics/rx_nohandler"))
                        ? OptionalDouble.of(17)
                        : OptionalDouble.empty()))
        .lines();
  }

  @Test
  void readsEveryColumnOfEveryDevice() {
    assertThat(page(DEV, Map.of()))
        .containsEntry("node_network_receive_bytes_total{device=\"lo\"}", "1.0")
        .containsEntry("node_network_receive_drop_total{device=\"lo\"}", "4.0")
        .containsEntry("node_network_receive_multicast_total{device=\"lo\"}", "8.0")
        .containsEntry("node_network_transmit_bytes_total{device=\"lo\"}", "9.0")
        .containsEntry("node_network_transmit_compressed_total{device=\"lo\"}", "16.0")
        .containsEntry("node_network_receive_nohandler_total{device=\"lo\"}", "17.0")
        .containsEntry(
            "HELP node_network_receive_nohandler_total",
            "Network device statistic receive_nohandler.")
        .containsEntry("node_network_receive_bytes_total{device=\"eth0\"}", Double.toString(0x1p64))
        .hasSize(17 * 2 + 17 + 16);
  }

  @Test
  void readsTheWantedDevicesOnly() {
    assertThat(page(DEV, Map.of("netdev.device-include", "eth")))
        .containsKey("node_network_receive_bytes_total{device=\"eth0\"}")
        .hasSize(16 * 3);
    assertThat(page(DEV, Map.of("netdev.device-exclude", "^eth")))
        .containsKey("node_network_receive_bytes_total{device=\"lo\"}")
        .hasSize(17 * 3);
  }

  @Test
  void refusesToIncludeAndExclude() {
    NetworkSettings settings = new NetworkSettings(Map.of("netdev.device-include", "eth"));
    settings.modify(Map.of("netdev.device-include", "lo", "netdev.device-exclude", "x"));
    assertThat(settings.netdevDevices().test("eth0")).isTrue();
    assertThat(settings.netdevDevices().test("lo")).isFalse();
  }

  /** What is kept from collection to collection does not show. */
  @Test
  void devicesComeAndGo() {
    long seed = Long.getLong("metricbay.test.seed", new Random().nextLong());
    Random random = new Random(seed);
    KnownFields<NetdevFamilies.Device> devices = devices();
    NetdevFamilies families = new NetdevFamilies();
    List<String> names = new ArrayList<>(List.of("lo", "eth0", "eth0:1"));
    for (int i = 0; i < 200; i++) {
      if (random.nextInt(4) == 0) {
        names.add(random.nextInt(names.size() + 1), "veth" + i);
      } else if (names.size() > 1 && random.nextInt(3) == 0) {
        names.remove(random.nextInt(names.size()));
      }
      StringBuilder dev = new StringBuilder();
      for (String name : names) {
        dev.append(name).append(": ").append((random.nextInt(100) + " ").repeat(16)).append('\n');
      }
      assertThat(page(dev.toString(), devices, families, Map.of()))
          .as("-Dmetricbay.test.seed=%s, collection %s", seed, i)
          .isEqualTo(page(dev.toString(), Map.of()));
    }
  }

  /** As node_exporter, which takes the last colon of a line. */
  @Test
  void aNameMayHaveAColon() {
    String numbers = "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16\n";
    String dev = "team0:1: " + numbers + "team0: " + numbers + " a:b:c:" + numbers;
    assertThat(page(dev, Map.of()))
        .containsEntry("node_network_receive_bytes_total{device=\"team0:1\"}", "1.0")
        .containsEntry("node_network_receive_bytes_total{device=\"team0\"}", "1.0")
        .containsEntry("node_network_transmit_compressed_total{device=\"a:b:c\"}", "16.0")
        .hasSize(16 * (2 + 3));
  }

  @Test
  void refusesATornLine() {
    assertThatThrownBy(() -> page("lo: 1 2 3\n", Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("lo: 1 2 3");
  }

  /** Which one is missing or too many, nobody knows: the others would be under wrong names. */
  @Test
  void aLineWithAnotherNumberOfColumnsCostsItself() {
    for (int columns : new int[] {1, 15, 17}) {
      assertThat(page(DEV + "team0:" + " 77".repeat(columns) + "\n", Map.of()))
          .as("%s columns", columns)
          .hasSize(17 * 2 + 17 + 16);
    }
  }
}
