package org.metricbay.cpu;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.metricbay.api.Collector;
import org.metricbay.api.FamilyBuilder;
import org.metricbay.api.Labels;
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

  /** What a CPU's line has before the times. */
  private static final int OTHER_FIELDS = 6;

  private final KernelFiles files;
  private final Families families = new Families();

  /** Reads from a kernel's files. */
  @Activate
  public SchedstatCollector(@Reference KernelFiles files) {
    this.files = files;
  }

  @Override
  public List<MetricFamily> collect() throws IOException {
    Optional<FieldReader> lines = files.findFields(files.proc("schedstat"));
    return lines.isPresent() ? parse(lines.get(), families) : List.of();
  }

  /** What is kept for the next collection. */
  static final class Families {
    private final FamilyBuilder running = SCHEDSTAT_RUNNING_SECONDS.samples();
    private final FamilyBuilder waiting = SCHEDSTAT_WAITING_SECONDS.samples();
    private final FamilyBuilder timeslices = SCHEDSTAT_TIMESLICES.samples();
    private final KnownFields<Labels> cpus =
        new KnownFields<>(name -> SCHEDSTAT_RUNNING_SECONDS.labels(name.substring("cpu".length())));

    private void begin() {
      running.begin();
      waiting.begin();
      timeslices.begin();
      cpus.begin();
    }

    private void add(FieldReader line) {
      Labels cpu = cpus.ofNext(line);
      for (int field = 0; field < OTHER_FIELDS; field++) {
        line.skip();
      }
      running.add(line.number() / NANOSECONDS_PER_SECOND, cpu);
      waiting.add(line.number() / NANOSECONDS_PER_SECOND, cpu);
      timeslices.add(line.number(), cpu);
    }

    private List<MetricFamily> build() {
      return List.of(running.build(), waiting.build(), timeslices.build());
    }
  }

  static List<MetricFamily> parse(FieldReader lines, Families families) {
    families.begin();
    lines.eachLine(
        "schedstat",
        line -> {
          if (line.startsWith("cpu")) {
            families.add(line);
          }
        },
        families.running::leaveOut);
    return families.build();
  }
}
