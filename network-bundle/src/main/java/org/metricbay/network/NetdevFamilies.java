package org.metricbay.network;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.metricbay.api.FamilyBuilder;
import org.metricbay.api.Labels;
import org.metricbay.api.MetricDescriptor;
import org.metricbay.api.MetricFamily;
import org.metricbay.platform.FieldReader;

/** The metrics of network devices' traffic, kept for the next collection. For use by one thread. */
final class NetdevFamilies {
  /** What {@code /proc/net/dev} has behind a device's name, in this order. */
  private static final List<MetricDescriptor> COLUMNS =
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
          .map(NetdevFamilies::metric)
          .toList();

  private static final MetricDescriptor NOHANDLER = metric("receive_nohandler");

  /**
   * What belongs to a device's name.
   *
   * @param unhandled the file with the packets for which there was no protocol: the one number that
   *     procfs lacks
   */
  record Device(String name, Labels labels, Path unhandled) {
    static Device of(String name, Path folder) {
      Path file = folder.resolve("statistics/rx_nohandler");
      return new Device(name, NOHANDLER.labels(name), file);
    }
  }

  private final List<FamilyBuilder> families = new ArrayList<>();
  private final FamilyBuilder nohandler = NOHANDLER.samples();

  NetdevFamilies() {
    COLUMNS.forEach(column -> families.add(column.samples()));
  }

  /** Begins without devices. */
  void begin() {
    families.forEach(FamilyBuilder::begin);
    nohandler.begin();
  }

  /** The counter that a column is exposed as. */
  static MetricDescriptor metric(String column) {
    return MetricDescriptor.counter(
        "node_network_" + column + "_total", "Network device statistic " + column + ".", "device");
  }

  /**
   * Adds a device.
   *
   * @param columns a line of {@code /proc/net/dev} behind the device's name
   */
  void add(Labels labels, FieldReader columns, OptionalDouble unhandled) {
    double[] numbers = new double[COLUMNS.size()];
    columns.allNumbers(numbers);
    for (int i = 0; i < numbers.length; i++) {
      families.get(i).add(numbers[i], labels);
    }
    if (unhandled.isPresent()) {
      nohandler.add(unhandled.getAsDouble(), labels);
    }
  }

  List<MetricFamily> build() {
    List<MetricFamily> built = new ArrayList<>();
    families.forEach(family -> built.add(family.build()));
    built.add(nohandler.build());
    return built;
  }
}
