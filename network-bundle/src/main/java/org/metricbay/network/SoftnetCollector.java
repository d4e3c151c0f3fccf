package org.metricbay.network;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.metricbay.api.Collector;
import org.metricbay.api.FamilyBuilder;
import org.metricbay.api.Labels;
import org.metricbay.api.MetricDescriptor;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricPlugin;
import org.metricbay.platform.FieldReader;
import org.metricbay.platform.KernelFiles;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/**
 * How each CPU takes packets from the devices, from {@code /proc/net/softnet_stat}:
 *
 * <pre>
 * node_softnet_processed_total{cpu="0"} 299641
 * node_softnet_dropped_total{cpu="1"} 41
 * node_softnet_times_squeezed_total{cpu="0"} 1
 * </pre>
 */
@Component(
    reference =
        @Reference(
            name = "settings",
            service = NetworkSettings.class,
            target = "(collectors.softnet=true)"),
    configurationPolicy = ConfigurationPolicy.IGNORE)
@Collector(
    name = "softnet",
    description =
        "Packets that each CPU took from the devices, dropped, or could not take in time.")
public final class SoftnetCollector implements MetricPlugin {
  private static final MetricDescriptor SOFTNET_PROCESSED =
      MetricDescriptor.counter(
          "node_softnet_processed_total", "Number of processed packets", "cpu");

  private static final MetricDescriptor SOFTNET_DROPPED =
      MetricDescriptor.counter("node_softnet_dropped_total", "Number of dropped packets", "cpu");

  private static final MetricDescriptor SOFTNET_TIMES_SQUEEZED =
      MetricDescriptor.counter(
          "node_softnet_times_squeezed_total",
          "Number of times processing packets ran out of quota",
          "cpu");

  private static final MetricDescriptor SOFTNET_CPU_COLLISION =
      MetricDescriptor.counter(
          "node_softnet_cpu_collision_total",
          "Number of collision occur while obtaining device lock while transmitting",
          "cpu");

  private static final MetricDescriptor SOFTNET_RECEIVED_RPS =
      MetricDescriptor.counter(
          "node_softnet_received_rps_total", "Number of times cpu woken up received_rps", "cpu");

  private static final MetricDescriptor SOFTNET_FLOW_LIMIT_COUNT =
      MetricDescriptor.counter(
          "node_softnet_flow_limit_count_total",
          "Number of times flow limit has been reached",
          "cpu");

  private static final MetricDescriptor SOFTNET_BACKLOG_LEN =
      MetricDescriptor.gauge("node_softnet_backlog_len", "Softnet backlog status", "cpu");

  /** The column with the number of the CPU. */
  private static final int CPU = 12;

  private final KernelFiles files;
  private final List<Column> columns = columns();

  /** Reads from a kernel's files. */
  @Activate
  public SoftnetCollector(@Reference KernelFiles files) {
    this.files = files;
  }

  @Override
  public List<MetricFamily> collect() throws IOException {
    return parse(files.records(files.proc("net/softnet_stat")), columns);
  }

  /**
   * Reads a line of hexadecimal columns for each CPU that is on. Columns that an older kernel does
   * not have are 0, as with node_exporter.
   */
  static List<MetricFamily> parse(FieldReader lines, List<Column> columns) {
    columns.forEach(column -> column.family().begin());
    AtomicInteger rows = new AtomicInteger();
    lines.eachLine(
        "net/softnet_stat",
        line -> add(columns, rows.getAndIncrement(), line),
        columns.get(0).family()::leaveOut);
    List<MetricFamily> families = new ArrayList<>(columns.size());
    for (Column column : columns) {
      families.add(column.family().build());
    }
    return families;
  }

  private static void add(List<Column> columns, int number, FieldReader line) {
    double[] values = new double[CPU + 1];
    int width = 0;
    for (; width <= CPU && line.hasNext(); width++) {
      values[width] = line.hex();
    }
    int cpu = width > CPU ? (int) values[CPU] : number;
    Labels labels = SOFTNET_PROCESSED.labels(Integer.toString(cpu));
    for (Column column : columns) {
      column.family().add(values[column.index()], labels);
    }
  }

  /** A column, and what becomes of it in each collection. */
  record Column(int index, FamilyBuilder family) {}

  static List<Column> columns() {
    return List.of(
        new Column(0, SOFTNET_PROCESSED.samples()),
        new Column(1, SOFTNET_DROPPED.samples()),
        new Column(2, SOFTNET_TIMES_SQUEEZED.samples()),
        new Column(8, SOFTNET_CPU_COLLISION.samples()),
        new Column(9, SOFTNET_RECEIVED_RPS.samples()),
        new Column(10, SOFTNET_FLOW_LIMIT_COUNT.samples()),
        new Column(11, SOFTNET_BACKLOG_LEN.samples()));
  }
}
