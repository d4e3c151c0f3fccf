package org.metricbay.cpu;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
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
 * Kernel activity from {@code /proc/stat}:
 *
 * <pre>
 * node_context_switches_total 3.8014093e+07
 * node_boot_time_seconds 1.418183276e+09
 * node_procs_running 2
 * </pre>
 */
@Component(configurationPolicy = ConfigurationPolicy.IGNORE)
public final class StatCollector implements MetricPlugin {
  /** The kernel's vectors in the order of its file, under node_exporter's names. */
  private static final List<String> VECTORS =
      List.of(
          "hi",
          "timer",
          "net_tx",
          "net_rx",
          "block",
          "block_iopoll",
          "tasklet",
          "sched",
          "hrtimer",
          "rcu");

  private final KernelFiles files;
  private final CpuSettings settings;
  private final KnownFields<String> names = new KnownFields<>(name -> name);

  /** Reads from a kernel's files what the settings choose. */
  @Activate
  public StatCollector(
      @Reference KernelFiles files,
      @Reference(target = "(collectors.stat=true)") CpuSettings settings) {
    this.files = files;
    this.settings = settings;
  }

  @Override
  public String name() {
    return "stat";
  }

  @Override
  public String description() {
    return "Interrupts, context switches, forks, boot time, running and blocked processes.";
  }

  @Override
  public List<MetricFamily> collect() throws IOException {
    return parse(files.records(files.proc("stat"), name()), names, settings.statSoftirq());
  }

  static List<MetricFamily> parse(FieldReader line, KnownFields<String> names, boolean softirq) {
    List<MetricFamily> families = new ArrayList<>();
    names.begin();
    while (line.nextLine()) {
      switch (names.ofNext(line)) {
        case "intr" -> families.add(interrupts(line.number()));
        case "ctxt" -> families.add(contextSwitches(line.number()));
        case "processes" ->
            families.add(
                MetricFamily.counter("node_forks_total", "Total number of forks.")
                    .sample(line.number())
                    .build());
        case "btime" -> families.add(bootTime(line.number()));
        case "procs_running" ->
            families.add(
                MetricFamily.gauge("node_procs_running", "Number of processes in runnable state.")
                    .sample(line.number())
                    .build());
        case "procs_blocked" ->
            families.add(
                MetricFamily.gauge(
                        "node_procs_blocked",
                        "Number of processes blocked waiting for I/O to complete.")
                    .sample(line.number())
                    .build());
        case "softirq" -> {
          if (softirq) {
            families.add(softirqs(line));
          }
        }
        default -> {
          // CPU times are another collector's business.
        }
      }
    }
    return families;
  }

  /** The first number is the sum of the others. */
  private static MetricFamily softirqs(FieldReader line) {
    MetricFamily.NumberBuilder family =
        MetricFamily.counter("node_softirqs_total", "Number of softirq calls.");
    line.skip();
    for (String vector : VECTORS) {
      if (line.hasNext()) {
        family.sample(line.number(), "vector", vector);
      }
    }
    return family.build();
  }

  static MetricFamily interrupts(double count) {
    return MetricFamily.counter("node_intr_total", "Total number of interrupts serviced.")
        .sample(count)
        .build();
  }

  static MetricFamily contextSwitches(double count) {
    return MetricFamily.counter("node_context_switches_total", "Total number of context switches.")
        .sample(count)
        .build();
  }

  static MetricFamily bootTime(double seconds) {
    return MetricFamily.gauge("node_boot_time_seconds", "Node boot time, in unixtime.")
        .sample(seconds)
        .build();
  }
}
