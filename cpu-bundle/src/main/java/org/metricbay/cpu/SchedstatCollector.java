package org.metricbay.cpu;

import java.io.IOException;
import java.util.List;
import org.metricbay.api.Collector;
import org.metricbay.api.FamilyBuilder;
import org.metricbay.api.MetricDescriptor;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricPlugin;
import org.metricbay.platform.FieldReader;
import org.metricbay.platform.KernelFiles;
import org.metricbay.platform.KernelTable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/**
 * What the scheduler has done on each CPU, from {@code /proc/schedstat}:
 *
 * <pre>
 * node_schedstat_running_seconds_total{cpu="0"} 2.045936778163039e+06
 * node_schedstat_waiting_seconds_total{cpu="0"} 343796.328169361
 * node_schedstat_timeslices_total{cpu="0"} 4.767485306e+09
 * </pre>
 */
@Component(
    reference =
        @Reference(
            name = "settings",
            service = CpuSettings.class,
            target = "(collectors.schedstat=true)"),
    configurationPolicy = ConfigurationPolicy.IGNORE)
@Collector(
    name = "schedstat",
    description = "How long processes ran on each CPU, and waited for it.")
public final class SchedstatCollector implements MetricPlugin {
  private static final MetricDescriptor SCHEDSTAT_RUNNING_SECONDS =
      MetricDescriptor.counter(
          "node_schedstat_running_seconds_total",
          "Number of seconds CPU spent running a process.",
          "cpu");

  private static final MetricDescriptor SCHEDSTAT_WAITING_SECONDS =
      MetricDescriptor.counter(
          "node_schedstat_waiting_seconds_total",
          "Number of seconds spent by processing waiting for this CPU.",
          "cpu");

  private static final MetricDescriptor SCHEDSTAT_TIMESLICES =
      MetricDescriptor.counter(
          "node_schedstat_timeslices_total", "Number of timeslices executed by CPU.", "cpu");

  private static final double NANOSECONDS_PER_SECOND = 1e9;

  /** The line with the format's version, which is the first. */
  private static final String VERSION = "version";

  /** The last version that is known; one behind it is read in the same way if it can be. */
  private static final int LAST_KNOWN = 17;

  private final KernelFiles files;

  /** Reads from a kernel's files. */
  @Activate
  public SchedstatCollector(@Reference KernelFiles files) {
    this.files = files;
  }

  @Override
  public List<MetricFamily> collect() throws IOException {
    return files
        .findTable(files.proc("schedstat"), KernelTable.OF_CPUS, SchedstatCollector::parse)
        .orElse(List.of());
  }

  static List<MetricFamily> parse(FieldReader lines) {
    FamilyBuilder running = SCHEDSTAT_RUNNING_SECONDS.samples();
    FamilyBuilder waiting = SCHEDSTAT_WAITING_SECONDS.samples();
    FamilyBuilder timeslices = SCHEDSTAT_TIMESLICES.samples();
    double[][] values = {new double[width(LAST_KNOWN)]};
    lines.eachLine(
        "schedstat",
        line -> {
          if (line.startsWith(VERSION + " ")) {
            line.skip();
            values[0] = new double[0];
            values[0] = new double[width(line.number())];
          } else if (line.startsWith("cpu") && values[0].length > 0) {
            String cpu = line.next().substring("cpu".length());
            if (FieldReader.unsigned(cpu).isEmpty()) {
              throw new IllegalArgumentException("\"" + cpu + "\" is no number of a CPU");
            }
            // The last three in each version.
            double[] all = values[0];
            line.allNumbers(all);
            running.add(all[all.length - 3] / NANOSECONDS_PER_SECOND, cpu);
            waiting.add(all[all.length - 2] / NANOSECONDS_PER_SECOND, cpu);
            timeslices.add(all[all.length - 1], cpu);
          }
        },
        running::leaveOut);
    return List.of(running.build(), waiting.build(), timeslices.build());
  }

  /** How many numbers a CPU's line has. */
  private static int width(double version) {
    if (version == 14) {
      return 12;
    }
    if (version >= 15) {
      return 9;
    }
    throw new IllegalArgumentException("version " + version + " is not known");
  }
}
