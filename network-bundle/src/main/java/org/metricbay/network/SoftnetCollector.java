package org.metricbay.network;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.metricbay.api.Labels;
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
public final class SoftnetCollector implements MetricPlugin {
  /** The column with the number of the CPU. */
  private static final int CPU = 12;

  private final KernelFiles files;

  /** Reads from a kernel's files. */
  @Activate
  public SoftnetCollector(@Reference KernelFiles files) {
    this.files = files;
  }

  @Override
  public String name() {
    return "softnet";
  }

  @Override
  public String description() {
    return "Packets that each CPU took from the devices, dropped, or could not take in time.";
  }

  @Override
  public List<MetricFamily> collect() throws IOException {
    return parse(files.records(files.proc("net/softnet_stat")));
  }

  /**
   * Reads a line of hexadecimal columns for each CPU that is on. Columns that an older kernel does
   * not have are 0, as with node_exporter.
   */
  static List<MetricFamily> parse(FieldReader line) {
    List<Column> columns = columns();
    for (int number = 0; line.nextLine(); number++) {
      double[] values = new double[CPU + 1];
      int width = 0;
      for (; width <= CPU && line.hasNext(); width++) {
        values[width] = line.hex();
      }
      int cpu = width > CPU ? (int) values[CPU] : number;
      Labels labels = Labels.of("cpu", Integer.toString(cpu));
      for (Column column : columns) {
        column.family().sample(values[column.index()], labels);
      }
    }
    List<MetricFamily> families = new ArrayList<>(columns.size());
    for (Column column : columns) {
      families.add(column.family().build());
    }
    return families;
  }

  private record Column(int index, MetricFamily.NumberBuilder family) {}

  private static List<Column> columns() {
    return List.of(
        new Column(
            0, MetricFamily.counter("node_softnet_processed_total", "Number of processed packets")),
        new Column(
            1, MetricFamily.counter("node_softnet_dropped_total", "Number of dropped packets")),
        new Column(
            2,
            MetricFamily.counter(
                "node_softnet_times_squeezed_total",
                "Number of times processing packets ran out of quota")),
        new Column(
            8,
            MetricFamily.counter(
                "node_softnet_cpu_collision_total",
                "Number of collision occur while obtaining device lock while transmitting")),
        new Column(
            9,
            MetricFamily.counter(
                "node_softnet_received_rps_total", "Number of times cpu woken up received_rps")),
        new Column(
            10,
            MetricFamily.counter(
                "node_softnet_flow_limit_count_total",
                "Number of times flow limit has been reached")),
        new Column(11, MetricFamily.gauge("node_softnet_backlog_len", "Softnet backlog status")));
  }
}
