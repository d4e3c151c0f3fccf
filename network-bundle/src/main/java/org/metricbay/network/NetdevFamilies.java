package org.metricbay.network;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.metricbay.api.Labels;
import org.metricbay.api.MetricFamily;
import org.metricbay.platform.FieldReader;

/** The metrics of network devices' traffic. */
final class NetdevFamilies {
  /** What {@code /proc/net/dev} has behind a device's name, in this order. */
  private static final List<Column> COLUMNS =
      Stream.of(
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
              "transmit_compressed")
          .map(Column::of)
          .toList();

  private static final Column NOHANDLER = Column.of("receive_nohandler");

  /** A column and the counter that it is exposed as. */
  private record Column(String metric, String help) {
    static Column of(String name) {
      return new Column(
          "node_network_" + name + "_total", "Network device statistic " + name + ".");
    }

    MetricFamily.NumberBuilder family() {
      return MetricFamily.counter(metric, help);
    }
  }

  /**
   * What belongs to a device's name.
   *
   * @param unhandled the file with the packets for which there was no protocol: the one number that
   *     procfs lacks
   */
  record Device(String name, Labels labels, Path unhandled) {
    static Device of(String name, Path folder) {
      Path file = folder.resolve(name).resolve("statistics/rx_nohandler");
      return new Device(name, Labels.of("device", name), file);
    }
  }

  private final List<MetricFamily.NumberBuilder> families = new ArrayList<>();
  private final MetricFamily.NumberBuilder nohandler = NOHANDLER.family();

  NetdevFamilies() {
    COLUMNS.forEach(column -> families.add(column.family()));
  }

  static MetricFamily.NumberBuilder family(String column) {
    return Column.of(column).family();
  }

  /**
   * Adds a device.
   *
   * @param columns a line of {@code /proc/net/dev} behind the device's name
   */
  void add(Labels labels, FieldReader columns, OptionalDouble unhandled) {
    for (MetricFamily.NumberBuilder family : families) {
      family.sample(columns.number(), labels);
    }
    if (unhandled.isPresent()) {
      nohandler.sample(unhandled.getAsDouble(), labels);
    }
  }

  List<MetricFamily> build() {
    List<MetricFamily> built = new ArrayList<>();
    families.forEach(family -> built.add(family.build()));
    built.add(nohandler.build());
    return built;
  }
}
