package org.metricbay.cpu;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.metricbay.api.FamilyBuilder;
import org.metricbay.api.Labels;
import org.metricbay.api.MetricDescriptor;
import org.metricbay.api.MetricFamily;
import org.metricbay.platform.EvenRows;
import org.metricbay.platform.FieldReader;

/**
 * The time that each CPU spent in each mode, as counters that do not go back. The kernel's own
 * numbers do at times, mostly by a tick of idle or iowait: then the old number stays. When idle
 * falls by three seconds or more, the CPU was taken out and put in again, and counts from 0.
 */
final class CpuTimes {
  static final MetricDescriptor CPU_SECONDS =
      MetricDescriptor.counter(
          "node_cpu_seconds_total", "Seconds the CPUs spent in each mode.", "cpu", "mode");

  private static final MetricDescriptor CPU_GUEST_SECONDS =
      MetricDescriptor.counter(
          "node_cpu_guest_seconds_total",
          "Seconds the CPUs spent in guests (VMs) for each mode.",
          "cpu",
          "mode");

  private static final double TICKS_PER_SECOND = 100;
  private static final double HOTPLUG_SECONDS = 3;

  /** In the order of {@code /proc/stat}. */
  private static final List<String> MODES =
      List.of("user", "nice", "system", "idle", "iowait", "irq", "softirq", "steal");

  private static final String CPU = "cpu";

  private static final int MOST_DIGITS = 9;

  /** Linux 2.4, 2.6.0, 2.6.11, 2.6.24, 2.6.33. */
  private static final Set<Integer> WIDTHS = Set.of(4, 7, 8, 9, 10);

  private static final List<String> GUEST_MODES = List.of("user", "nice");
  private static final int IDLE = MODES.indexOf("idle");

  /** By CPU number. */
  private final Map<Integer, Cpu> cpus = new TreeMap<>();

  private final FamilyBuilder times = CPU_SECONDS.samples();
  private final FamilyBuilder guests = CPU_GUEST_SECONDS.samples();

  /** One CPU's labels, made once, and its seconds, for the modes and then the guest modes. */
  private static final class Cpu {
    private final List<Labels> labels = new ArrayList<>();
    private final double[] seconds;

    Cpu(int number, int modes) {
      seconds = new double[modes];
      String name = Integer.toString(number);
      for (int i = 0; i < modes; i++) {
        String mode = i < MODES.size() ? MODES.get(i) : GUEST_MODES.get(i - MODES.size());
        labels.add(CPU_SECONDS.labels(name, mode));
      }
    }

    void advance(double[] now) {
      boolean anew = seconds[IDLE] - now[IDLE] >= HOTPLUG_SECONDS;
      for (int i = 0; i < seconds.length; i++) {
        seconds[i] = anew ? now[i] : Math.max(seconds[i], now[i]);
      }
    }
  }

  /** Reads the seconds of each CPU. */
  static Map<Integer, double[]> parse(FieldReader lines, FieldReader.Unreadable unreadable) {
    EvenRows rows = new EvenRows(WIDTHS);
    FieldReader.LineUser user = line -> addTo(rows, line);
    // The line of interrupts is behind all of them, and the longest by far.
    while (lines.nextLine() && !lines.startsWith("intr ")) {
      lines.useLine("stat", user, unreadable);
    }
    Map<Integer, double[]> cpus = new TreeMap<>();
    rows.use(
        "stat",
        (name, seconds) -> {
          // The first line is the sum of all.
          if (name.length() > CPU.length()) {
            cpus.put(Integer.parseInt(name, CPU.length(), name.length(), 10), seconds);
          }
        },
        unreadable);
    return cpus;
  }

  /** Whether it is the sum's, or that of a CPU by its number. */
  private static boolean isNumbered(String name) {
    for (int i = CPU.length(); i < name.length(); i++) {
      if (name.charAt(i) < '0' || name.charAt(i) > '9') {
        return false;
      }
    }
    return name.length() <= CPU.length() + MOST_DIGITS;
  }

  /** Old kernels have fewer modes. */
  private static void addTo(EvenRows rows, FieldReader line) {
    if (!line.startsWith(CPU)) {
      return;
    }
    String name = line.next();
    if (!isNumbered(name)) {
      throw new IllegalArgumentException("\"" + name + "\" is no CPU");
    }
    double[] seconds = new double[MODES.size() + GUEST_MODES.size()];
    int modes = line.numbers(seconds);
    for (int mode = 0; mode < modes; mode++) {
      if (seconds[mode] < 0) {
        throw new IllegalArgumentException("there is a time below 0");
      }
      seconds[mode] /= TICKS_PER_SECOND;
    }
    if (modes <= IDLE) {
      throw new IllegalArgumentException("it ends before the idle time");
    }
    int width = modes;
    for (; line.hasNext(); width++) {
      line.skip();
    }
    rows.add(name, modes == seconds.length ? seconds : Arrays.copyOf(seconds, modes), width);
  }

  /** Takes in new seconds; CPUs that are not among them are forgotten. */
  synchronized List<MetricFamily> update(Map<Integer, double[]> now) {
    cpus.keySet().retainAll(now.keySet());
    for (Map.Entry<Integer, double[]> cpu : now.entrySet()) {
      double[] seconds = cpu.getValue();
      Cpu known = cpus.get(cpu.getKey());
      if (known == null || known.seconds.length != seconds.length) {
        known = new Cpu(cpu.getKey(), seconds.length);
        cpus.put(cpu.getKey(), known);
      }
      known.advance(seconds);
    }
    return families();
  }

  private List<MetricFamily> families() {
    times.begin();
    guests.begin();
    for (Cpu cpu : cpus.values()) {
      for (int i = 0; i < cpu.seconds.length; i++) {
        (i < MODES.size() ? times : guests).add(cpu.seconds[i], cpu.labels.get(i));
      }
    }
    return List.of(times.build(), guests.build());
  }
}
