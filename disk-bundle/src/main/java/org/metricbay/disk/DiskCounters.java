package org.metricbay.disk;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.metricbay.api.FamilyBuilder;
import org.metricbay.api.Labels;
import org.metricbay.api.MetricDescriptor;
import org.metricbay.api.MetricFamily;
import org.metricbay.platform.FieldReader;

/**
 * The numbers of {@code /proc/diskstats}, column by column as <a
 * href="https://docs.kernel.org/admin-guide/iostats.html">the kernel describes them</a>. Kernels
 * before 4.18 have no discards, those before 5.5 no flushes. Kept for the next collection; for use
 * by one thread.
 */
final class DiskCounters {
  private static final double BYTES_PER_SECTOR = 512;
  private static final double SECONDS_PER_MILLISECOND = 0.001;

  static final MetricDescriptor READS =
      counter("reads_completed_total", "The total number of reads completed successfully.");

  static final MetricDescriptor READ_BYTES =
      counter("read_bytes_total", "The total number of bytes read successfully.");

  static final MetricDescriptor WRITES =
      counter("writes_completed_total", "The total number of writes completed successfully.");

  static final MetricDescriptor WRITTEN_BYTES =
      counter("written_bytes_total", "The total number of bytes written successfully.");

  private record Column(MetricDescriptor metric, double unit) {}

  private static final List<Column> COLUMNS =
      List.of(
          new Column(READS, 1),
          count("reads_merged_total", "The total number of reads merged."),
          new Column(READ_BYTES, BYTES_PER_SECTOR),
          time("read_time_seconds_total", "The total number of seconds spent by all reads."),
          new Column(WRITES, 1),
          count("writes_merged_total", "The number of writes merged."),
          new Column(WRITTEN_BYTES, BYTES_PER_SECTOR),
          time(
              "write_time_seconds_total",
              "This is the total number of seconds spent by all writes."),
          new Column(
              MetricDescriptor.gauge(
                  "node_disk_io_now", "The number of I/Os currently in progress.", "device"),
              1),
          time("io_time_seconds_total", "Total seconds spent doing I/Os."),
          time("io_time_weighted_seconds_total", "The weighted # of seconds spent doing I/Os."),
          count("discards_completed_total", "The total number of discards completed successfully."),
          count("discards_merged_total", "The total number of discards merged."),
          count("discarded_sectors_total", "The total number of sectors discarded successfully."),
          time(
              "discard_time_seconds_total",
              "This is the total number of seconds spent by all discards."),
          count(
              "flush_requests_total", "The total number of flush requests completed successfully"),
          time(
              "flush_requests_time_seconds_total",
              "This is the total number of seconds spent by all flush requests."));

  /** Kernels from 2.6.0 to 2.6.24 have only these of a partition. */
  private static final int[] OLD_PARTITION = {0, 2, 4, 6};

  /**
   * Until 4.17, until 5.4, and since. Each time several came, so that a later kernel may have more,
   * but a line with one more is broken.
   */
  private static final Set<Integer> WIDTHS = Set.of(11, 15, COLUMNS.size());

  private final List<FamilyBuilder> families = new ArrayList<>();

  DiskCounters() {
    for (Column column : COLUMNS) {
      families.add(column.metric().samples());
    }
  }

  /** Begins without disks. */
  void begin() {
    families.forEach(FamilyBuilder::begin);
  }

  private static MetricDescriptor counter(String name, String help) {
    return MetricDescriptor.counter("node_disk_" + name, help, "device");
  }

  private static Column count(String name, String help) {
    return new Column(counter(name, help), 1);
  }

  private static Column time(String name, String help) {
    return new Column(counter(name, help), SECONDS_PER_MILLISECOND);
  }

  /**
   * Adds the columns that stand on the rest of a line.
   *
   * @throws IllegalArgumentException if there are as many as no kernel has
   */
  void add(String device, FieldReader line) {
    double[] values = new double[COLUMNS.size()];
    int count = line.numbers(values);
    int more = 0;
    for (; line.hasNext(); more++) {
      line.skip();
    }
    Labels labels = READS.labels(device);
    if (count == OLD_PARTITION.length) {
      for (int i = 0; i < count; i++) {
        add(OLD_PARTITION[i], values[i], labels);
      }
    } else if (WIDTHS.contains(count) && more != 1) {
      for (int i = 0; i < count; i++) {
        add(i, values[i], labels);
      }
    } else {
      throw new IllegalArgumentException(
          "it has " + (count + more) + " numbers, as with no kernel");
    }
  }

  private void add(int column, double value, Labels labels) {
    families.get(column).add(value * COLUMNS.get(column).unit(), labels);
  }

  List<MetricFamily> families() {
    List<MetricFamily> built = new ArrayList<>(families.size());
    for (FamilyBuilder family : families) {
      built.add(family.build());
    }
    return built;
  }
}
