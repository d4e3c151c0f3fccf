package org.metricbay.cpu;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.metricbay.api.Collector;
import org.metricbay.api.FamilyBuilder;
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
 * Kernel activity from {@code /proc/stat}:
 *
 * <pre>
 * node_context_switches_total 3.8014093e+07
 * node_boot_time_seconds 1.418183276e+09
 * node_procs_running 2
 * </pre>
 */
@Component(configurationPolicy = ConfigurationPolicy.IGNORE)
@Collector(
    name = "stat",
    description = "Interrupts, context switches, forks, boot time, running and blocked processes.")
public final class StatCollector implements MetricPlugin {
  private static final MetricDescriptor FORKS =
      MetricDescriptor.counter("node_forks_total", "Total number of forks.");

  private static final MetricDescriptor PROCS_RUNNING =
      MetricDescriptor.gauge("node_procs_running", "Number of processes in runnable state.");

  private static final MetricDescriptor PROCS_BLOCKED =
      MetricDescriptor.gauge(
          "node_procs_blocked", "Number of processes blocked waiting for I/O to complete.");

  private static final MetricDescriptor SOFTIRQS =
      MetricDescriptor.counter("node_softirqs_total", "Number of softirq calls.", "vector");

  private static final MetricDescriptor INTR =
      MetricDescriptor.counter("node_intr_total", "Total number of interrupts serviced.");

  private static final MetricDescriptor CONTEXT_SWITCHES =
      MetricDescriptor.counter("node_context_switches_total", "Total number of context switches.");

  private static final MetricDescriptor BOOT_TIME_SECONDS =
      MetricDescriptor.gauge("node_boot_time_seconds", "Node boot time, in unixtime.");

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
  public List<MetricFamily> collect() throws IOException {
    return parse(files.records(files.proc("stat"), "stat"), names, settings.statSoftirq());
  }

  static List<MetricFamily> parse(FieldReader lines, KnownFields<String> names, boolean softirq) {
    List<MetricFamily> families = new ArrayList<>();
    names.begin();
    lines.eachLine(
        "stat",
        line -> add(families, names.ofNext(line), line, softirq),
        (what, why) -> families.add(MetricFamily.unusable(what, why)));
    return families;
  }

  private static void add(
      List<MetricFamily> families, String name, FieldReader line, boolean softirq) {
    switch (name) {
      case "intr" -> families.add(interrupts(line.number()));
      case "ctxt" -> families.add(contextSwitches(only(line)));
      case "processes" -> families.add(FORKS.of(only(line)));
      case "btime" -> families.add(bootTime(only(line)));
      case "procs_running" -> families.add(PROCS_RUNNING.of(only(line)));
      case "procs_blocked" -> families.add(PROCS_BLOCKED.of(only(line)));
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

  private static double only(FieldReader line) {
    double[] number = new double[1];
    line.allNumbers(number);
    return number[0];
  }

  /** The first number is the sum of the others. A kernel with fewer has others at their places. */
  private static MetricFamily softirqs(FieldReader line) {
    FamilyBuilder family = SOFTIRQS.samples();
    double[] numbers = new double[1 + VECTORS.size()];
    if (line.numbers(numbers) < numbers.length || !isSum(numbers, line)) {
      throw new IllegalArgumentException("it has not " + VECTORS.size() + " vectors");
    }
    for (int i = 1; i < numbers.length; i++) {
      family.add(numbers[i], VECTORS.get(i - 1));
    }
    return family.build();
  }

  /** Whether more numbers are those of a later kernel's vectors: then they make up the first. */
  private static boolean isSum(double[] numbers, FieldReader more) {
    if (!more.hasNext()) {
      return true;
    }
    double sum = Arrays.stream(numbers).skip(1).sum();
    while (more.hasNext()) {
      sum += more.number();
    }
    return sum == numbers[0];
  }

  static MetricFamily interrupts(double count) {
    return INTR.of(count);
  }

  static MetricFamily contextSwitches(double count) {
    return CONTEXT_SWITCHES.of(count);
  }

  static MetricFamily bootTime(double seconds) {
    return BOOT_TIME_SECONDS.of(seconds);
  }
}
