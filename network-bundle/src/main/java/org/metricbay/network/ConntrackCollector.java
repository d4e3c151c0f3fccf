package org.metricbay.network;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.metricbay.api.Collector;
import org.metricbay.api.MetricDescriptor;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricPlugin;
import org.metricbay.platform.FieldReader;
import org.metricbay.platform.KernelFiles;
import org.metricbay.platform.KnownFields;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/**
 * Tracked connections, from {@code /proc/sys/net/netfilter} and {@code /proc/net/stat}; nothing
 * where the kernel tracks none.
 *
 * <pre>
 * node_nf_conntrack_entries 123
 * node_nf_conntrack_entries_limit 65536
 * node_nf_conntrack_stat_drop 0
 * </pre>
 */
@Component(
    reference =
        @Reference(
            name = "settings",
            service = NetworkSettings.class,
            target = "(collectors.conntrack=true)"),
    configurationPolicy = ConfigurationPolicy.IGNORE)
@Collector(
    name = "conntrack",
    description = "How full the table of tracked connections is, and what happened to it.")
public final class ConntrackCollector implements MetricPlugin {
  private static final MetricDescriptor NF_CONNTRACK_ENTRIES =
      MetricDescriptor.gauge(
          "node_nf_conntrack_entries",
          "Number of currently allocated flow entries for connection tracking.");

  private static final MetricDescriptor NF_CONNTRACK_ENTRIES_LIMIT =
      MetricDescriptor.gauge(
          "node_nf_conntrack_entries_limit", "Maximum size of connection tracking table.");

  private static final List<Statistic> STATISTICS =
      List.of(
          new Statistic("found", "Number of searched entries which were successful."),
          new Statistic("invalid", "Number of packets seen which can not be tracked."),
          new Statistic(
              "ignore", "Number of packets seen which are already connected to a conntrack entry."),
          new Statistic("insert", "Number of entries inserted into the list."),
          new Statistic(
              "insert_failed",
              "Number of entries for which list insertion was attempted but failed."),
          new Statistic("drop", "Number of packets dropped due to conntrack failure."),
          new Statistic(
              "early_drop",
              "Number of dropped conntrack entries to make room for new ones, if maximum table size"
                  + " was reached."),
          new Statistic(
              "search_restart",
              "Number of conntrack table lookups which had to be restarted due to hashtable"
                  + " resizes."));

  private final KnownFields<Integer> columns = new KnownFields<>(ConntrackCollector::indexOf);
  private final KernelFiles files;

  /** Reads from a kernel's files. */
  @Activate
  public ConntrackCollector(@Reference KernelFiles files) {
    this.files = files;
  }

  @Override
  public List<MetricFamily> collect() throws IOException {
    List<MetricFamily> families = new ArrayList<>();
    addNumber(families, "sys/net/netfilter/nf_conntrack_count", NF_CONNTRACK_ENTRIES);
    addNumber(families, "sys/net/netfilter/nf_conntrack_max", NF_CONNTRACK_ENTRIES_LIMIT);
    Optional<FieldReader> statistics = files.findRecords(files.proc("net/stat/nf_conntrack"));
    if (!families.isEmpty() && statistics.isPresent()) {
      families.addAll(parse(statistics.get(), columns));
    }
    return families;
  }

  private void addNumber(List<MetricFamily> families, String file, MetricDescriptor metric) {
    OptionalDouble number = files.number(files.proc(file));
    if (number.isPresent()) {
      families.add(metric.of(number.getAsDouble()));
    }
  }

  /**
   * Adds up what each CPU has counted. Which columns there are and where differs between kernels,
   * so the heading decides.
   */
  static List<MetricFamily> parse(FieldReader line, KnownFields<Integer> columns) {
    double[] sums = new double[STATISTICS.size()];
    List<Integer> order = new ArrayList<>();
    columns.begin();
    line.nextLine();
    while (line.hasNext()) {
      order.add(columns.ofNext(line));
    }
    List<MetricFamily> families = new ArrayList<>();
    double[] values = new double[order.size()];
    line.eachUsableLine(
        "net/stat/nf_conntrack",
        cpu -> {
          // All of them before any is added, as a line counts as a whole or not at all.
          for (int column = 0; column < values.length; column++) {
            values[column] = cpu.hex();
          }
          if (cpu.hasNext()) {
            throw new IllegalArgumentException("it has more columns than the heading");
          }
          for (int column = 0; column < values.length; column++) {
            if (order.get(column) >= 0) {
              sums[order.get(column)] += values[column];
            }
          }
        },
        (what, why) -> families.add(MetricFamily.unusable(what, why)));
    for (int i = 0; i < sums.length; i++) {
      if (order.contains(i)) {
        families.add(STATISTICS.get(i).metric().of(sums[i]));
      }
    }
    return families;
  }

  /** By a column's heading the index of its statistic, below 0 if it is not exposed. */
  private static int indexOf(String column) {
    return STATISTICS.stream().map(Statistic::column).toList().indexOf(column);
  }

  private record Statistic(String column, MetricDescriptor metric) {
    /** A gauge, as with node_exporter, although it only grows. */
    Statistic(String column, String help) {
      this(column, MetricDescriptor.gauge("node_nf_conntrack_stat_" + column, help));
    }
  }
}
