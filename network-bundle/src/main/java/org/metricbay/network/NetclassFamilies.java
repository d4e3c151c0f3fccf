package org.metricbay.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import org.metricbay.api.FamilyBuilder;
import org.metricbay.api.Labels;
import org.metricbay.api.MetricDescriptor;
import org.metricbay.api.MetricFamily;

/** The metrics of network devices' properties. */
final class NetclassFamilies {
  private static final MetricDescriptor NETWORK_UP =
      MetricDescriptor.gauge(
          "node_network_up", "Value is 1 if operstate is 'up', 0 otherwise.", "device");

  private static final MetricDescriptor NETWORK_INFO =
      MetricDescriptor.info(
          "node_network_info",
          "Non-numeric data from /sys/class/net/<iface>, value is always 1.",
          "device",
          "address",
          "broadcast",
          "duplex",
          "operstate",
          "adminstate",
          "ifalias");

  private static final long BYTES_PER_MEGABIT = 1000 * 1000 / 8;

  /**
   * Of a device that is switched off, or has no speed, the kernel does not even let them be read.
   */
  private static final Set<String> ONLY_IF_UP = Set.of("carrier", "dormant");

  /** Bits of the flags; see netdevice(7). */
  private static final long UP = 0x1;

  private static final long LOOPBACK = 0x8;

  private static final Property FLAGS = Property.gauge("flags", "flags");
  private static final Property SPEED = Property.gauge("speed", "speed_bytes");

  /** Those whose number is that of the file. */
  private static final List<Property> PROPERTIES =
      List.of(
          Property.gauge("addr_assign_type", "address_assign_type"),
          Property.gauge("carrier", "carrier"),
          Property.counter("carrier_changes", "carrier_changes_total"),
          Property.counter("carrier_up_count", "carrier_up_changes_total"),
          Property.counter("carrier_down_count", "carrier_down_changes_total"),
          Property.gauge("dev_id", "device_id"),
          Property.gauge("dormant", "dormant"),
          FLAGS,
          Property.gauge("ifindex", "iface_id"),
          Property.gauge("iflink", "iface_link"),
          Property.gauge("link_mode", "iface_link_mode"),
          Property.gauge("mtu", "mtu_bytes"),
          Property.gauge("name_assign_type", "name_assign_type"),
          Property.gauge("netdev_group", "net_dev_group"),
          Property.gauge("tx_queue_len", "transmit_queue_length"),
          Property.gauge("type", "protocol_type"));

  /** A file in a device's folder, and the metric that tells what is in it. */
  private record Property(String attribute, MetricDescriptor metric) {
    static Property gauge(String attribute, String name) {
      return new Property(
          attribute, MetricDescriptor.gauge("node_network_" + name, help(name), "device"));
    }

    static Property counter(String attribute, String name) {
      return new Property(
          attribute, MetricDescriptor.counter("node_network_" + name, help(name), "device"));
    }

    private static String help(String name) {
      return "Network device property: " + name;
    }
  }

  private final boolean invalidSpeedIgnored;
  private final FamilyBuilder up = NETWORK_UP.samples();
  private final FamilyBuilder info = NETWORK_INFO.samples();
  private final FamilyBuilder speed = SPEED.metric().samples();
  private final List<FamilyBuilder> numbers = new ArrayList<>();

  /**
   * Starts without devices.
   *
   * @param invalidSpeedIgnored whether a speed below 0, by which drivers say that they do not know
   *     it, is left out
   */
  NetclassFamilies(boolean invalidSpeedIgnored) {
    this.invalidSpeedIgnored = invalidSpeedIgnored;
    for (Property property : PROPERTIES) {
      numbers.add(property.metric().samples());
    }
  }

  /**
   * Adds a device.
   *
   * @param attributes the first line of a file in its folder; empty if there is none
   */
  void add(String device, Function<String, Optional<String>> attributes) {
    Labels labels = NETWORK_UP.labels(device);
    String state = attributes.apply("operstate").orElse("");
    OptionalLong flags = number(attributes.apply(FLAGS.attribute()));
    boolean isDown = flags.isPresent() && (flags.getAsLong() & UP) == 0;
    boolean hasSpeed = !isDown && (flags.orElse(0) & LOOPBACK) == 0;
    up.add(state.equals("up") ? 1 : 0, labels);
    info.add(
        1,
        device,
        attributes.apply("address").orElse(""),
        attributes.apply("broadcast").orElse(""),
        hasSpeed ? attributes.apply("duplex").orElse("") : "",
        state,
        adminState(flags),
        attributes.apply("ifalias").orElse(""));
    for (int i = 0; i < numbers.size(); i++) {
      String attribute = PROPERTIES.get(i).attribute();
      if (isDown && ONLY_IF_UP.contains(attribute)) {
        continue;
      }
      OptionalLong value =
          attribute.equals(FLAGS.attribute()) ? flags : number(attributes.apply(attribute));
      if (value.isPresent()) {
        numbers.get(i).add((double) value.getAsLong(), labels);
      }
    }
    OptionalLong megabits =
        hasSpeed ? number(attributes.apply(SPEED.attribute())) : OptionalLong.empty();
    if (megabits.isPresent() && (megabits.getAsLong() >= 0 || !invalidSpeedIgnored)) {
      speed.add((double) (megabits.getAsLong() * BYTES_PER_MEGABIT), labels);
    }
  }

  /** Whether someone has switched it on, which is the lowest bit of its flags. */
  private static String adminState(OptionalLong flags) {
    if (flags.isEmpty()) {
      return "unknown";
    }
    return (flags.getAsLong() & UP) == UP ? "up" : "down";
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
    numbers.forEach(family -> built.add(family.build()));
    built.add(speed.build());
    return built;
  }
}
