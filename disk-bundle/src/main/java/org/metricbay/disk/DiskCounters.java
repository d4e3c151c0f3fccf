package org.metricbay.disk;

import java.util.ArrayList;
import java.util.List;
import org.metricbay.api.Labels;
import org.metricbay.api.MetricFamily;
import org.metricbay.platform.FieldReader;

/**
 * The numbers of {@code /proc/diskstats}, column by column as <a
 * href="https://docs.kernel.org/admin-guide/iostats.html">the kernel describes them</a>. Kernels
 * before 4.18 have no discards, those before 5.5 no flushes.
 */
final class DiskCounters {
  private static final double BYTES_PER_SECTOR = 512;
  private static final double SECONDS_PER_MILLISECOND = 0.001;

  private record Column(String metric, boolean counts, double unit, String help) {}

  private static final List<Column> COLUMNS =
      List.of(
          count("reads_completed_total", "The total number of reads completed successfully."),
          count("reads_merged_total", "The total number of reads merged."),
          bytes("read_bytes_total", "The total number of bytes read successfully."),
          time("read_time_seconds_total", "The total number of seconds spent by all reads."),
          count("writes_completed_total", "The total number of writes completed successfully."),
          count("writes_merged_total", "The number of writes merged."),
          bytes("written_bytes_total", "The total number of bytes written successfully."),
          time(
              "write_time_seconds_total",
              "This is the total number of seconds spent by all writes."),
          new Column("node_disk_io_now", false, 1, "The number of I/Os currently in progress."),
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

  private final List<MetricFamily.NumberBuilder> families = new ArrayList<>();

  DiskCounters() {
    for (Column column : COLUMNS) {
      families.add(family(column));
    }
  }

  private static Column count(String name, String help) {
    return new Column("node_disk_" + name, true, 1, help);
  }

  private static Column bytes(String name, String help) {
    return new Column("node_disk_" + name, true, BYTES_PER_SECTOR, help);
  }

  private static Column time(String name, String help) {
    return new Column("node_disk_" + name, true, SECONDS_PER_MILLISECOND, help);
  }

  private static MetricFamily.NumberBuilder family(Column column) {
    return column.counts()
        ? MetricFamily.counter(column.metric(), column.help())
        : MetricFamily.gauge(column.metric(), column.help());
  }

  /** An empty family of one column, for those who have only that. */
  static MetricFamily.NumberBuilder family(String name) {
    return COLUMNS.stream()
        .filter(column -> column.metric().equals("node_disk_" + name))
        .map(DiskCounters::family)
        .findAny()
        .orElseThrow();
  }

  /** Adds the columns that stand on the rest of a line. */
  void add(String device, FieldReader line) {
    Labels labels = Labels.of("device", device);
    for (int i = 0; i < COLUMNS.size() && line.hasNext(); i++) {
      families.get(i).sample(line.number() * COLUMNS.get(i).unit(), labels);
    }
  }

  List<MetricFamily> families() {
    List<MetricFamily> built = new ArrayList<>(families.size());
    for (MetricFamily.NumberBuilder family : families) {
      built.add(family.build());
    }
    return built;
  }
}
