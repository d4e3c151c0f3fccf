package org.metricbay.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.metricbay.api.Labels;
import org.metricbay.api.MetricFamily;

/** The metrics of network devices' properties. */
final class NetclassFamilies {
  private static final long BYTES_PER_MEGABIT = 1000 * 1000 / 8;

  private final boolean invalidSpeedIgnored;
  private final MetricFamily.NumberBuilder up =
      MetricFamily.gauge("node_network_up", "Value is 1 if operstate is 'up', 0 otherwise.");
  private final MetricFamily.InfoBuilder info =
      MetricFamily.info(
          "node_network_info", "Non-numeric data from /sys/class/net/<iface>, value is always 1.");
  private final MetricFamily.NumberBuilder speed = gauge("speed_bytes");
  private final List<Property> properties =
      List.of(
          new Property("addr_assign_type", gauge("address_assign_type")),
          new Property("carrier", gauge("carrier")),
          new Property("carrier_changes", counter("carrier_changes_total")),
          new Property("carrier_up_count", counter("carrier_up_changes_total")),
          new Property("carrier_down_count", counter("carrier_down_changes_total")),
          new Property("dev_id", gauge("device_id")),
          new Property("dormant", gauge("dormant")),
          new Property("flags", gauge("flags")),
          new Property("ifindex", gauge("iface_id")),
          new Property("iflink", gauge("iface_link")),
          new Property("link_mode", gauge("iface_link_mode")),
          new Property("mtu", gauge("mtu_bytes")),
          new Property("name_assign_type", gauge("name_assign_type")),
          new Property("netdev_group", gauge("net_dev_group")),
          new Property("tx_queue_len", gauge("transmit_queue_length")),
          new Property("type", gauge("protocol_type")));

  private record Property(String attribute, MetricFamily.NumberBuilder family) {}

  /**
   * Starts without devices.
   *
   * @param invalidSpeedIgnored whether a speed below 0, by which drivers say that they do not know
   *     it, is left out
   */
  NetclassFamilies(boolean invalidSpeedIgnored) {
    this.invalidSpeedIgnored = invalidSpeedIgnored;
  }

  private static MetricFamily.NumberBuilder gauge(String name) {
    return MetricFamily.gauge("node_network_" + name, help(name));
  }

  private static MetricFamily.NumberBuilder counter(String name) {
    return MetricFamily.counter("node_network_" + name, help(name));
  }

  private static String help(String name) {
    return "Network device property: " + name;
  }

  /**
   * Adds a device.
   *
   * @param attributes the first line of a file in its folder; empty if there is none
   */
  void add(String device, Function<String, Optional<String>> attributes) {
    Labels labels = Labels.of("device", device);
    String state = attributes.apply("operstate").orElse("");
    Optional<String> flags = attributes.apply("flags");
    up.sample(state.equals("up") ? 1 : 0, labels);
    info.sample(
        "device", device,
        "address", attributes.apply("address").orElse(""),
        "broadcast", attributes.apply("broadcast").orElse(""),
        "duplex", attributes.apply("duplex").orElse(""),
        "operstate", state,
        "adminstate", adminState(flags),
        "ifalias", attributes.apply("ifalias").orElse(""));
    for (Property property : properties) {
      number(attributes.apply(property.attribute()))
          .ifPresent(value -> property.family().sample((double) value, labels));
    }
    number(attributes.apply("speed"))
        .ifPresent(
            megabits -> {
              if (megabits >= 0 || !invalidSpeedIgnored) {
                speed.sample((double) (megabits * BYTES_PER_MEGABIT), labels);
              }
            });
  }

  /** Whether someone has switched it on, which is the lowest bit of its flags. */
  private static String adminState(Optional<String> flags) {
    OptionalLong bits = number(flags);
    if (bits.isEmpty()) {
      return "unknown";
    }
    return (bits.getAsLong() & 1) == 1 ? "up" : "down";
  }

  /** Reads 15, -1 or 0x1303. */
  static OptionalLong number(Optional<String> text) {
    try {
      return text.isPresent() ? OptionalLong.of(Long.decode(text.get())) : OptionalLong.empty();
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  List<MetricFamily> build() {
    List<MetricFamily> built = new ArrayList<>();
    built.add(up.build());
    built.add(info.build());
    properties.forEach(property -> built.add(property.family().build()));
    built.add(speed.build());
    return built;
  }
}
