package org.metricbay.network;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.metricbay.api.Labels;
import org.metricbay.api.MetricFamily;
import org.metricbay.platform.FieldReader;

/** The metrics of network devices' traffic. */
final class NetdevFamilies {
  /** What {@code /proc/net/dev} has behind a device's name, in this order. */
  private static final List<String> COLUMNS =
      List.of(
          "receive_bytes",
          "receive_packets",
          "receive_errs",
          "receive_drop",
          "receive_fifo",
          "receive_frame",
          "receive_compressed",
          "receive_multicast",
          "transmit_bytes",
          "transmit_packets",
          "transmit_errs",
          "transmit_drop",
          "transmit_fifo",
          "transmit_colls",
          "transmit_carrier",
          "transmit_compressed");

  private final List<MetricFamily.NumberBuilder> families = new ArrayList<>();
  private final MetricFamily.NumberBuilder nohandler = family("receive_nohandler");

  NetdevFamilies() {
    COLUMNS.forEach(column -> families.add(family(column)));
  }

  static MetricFamily.NumberBuilder family(String column) {
    return MetricFamily.counter(
        "node_network_" + column + "_total", "Network device statistic " + column + ".");
  }

  /**
   * Adds a device.
   *
   * @param columns a line of {@code /proc/net/dev} behind the device's name
   */
  void add(String device, FieldReader columns, OptionalDouble unhandled) {
    Labels labels = Labels.of("device", device);
    for (MetricFamily.NumberBuilder family : families) {
      family.sample(columns.number(), labels);
    }
    unhandled.ifPresent(packets -> nohandler.sample(packets, labels));
  }

  List<MetricFamily> build() {
    List<MetricFamily> built = new ArrayList<>();
    families.forEach(family -> built.add(family.build()));
    built.add(nohandler.build());
    return built;
  }
}
