package org.metricbay.cpu;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.metricbay.api.Collector;
import org.metricbay.api.FamilyBuilder;
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
 * Frequencies from {@code /sys/devices/system/cpu/cpu*}{@code /cpufreq}:
 *
 * <pre>
 * node_cpu_scaling_frequency_hertz{cpu="0"} 1.699981e+09
 * node_cpu_scaling_frequency_max_hertz{cpu="0"} 3.7e+09
 * node_cpu_scaling_governor{cpu="0",governor="powersave"} 1
 * </pre>
 */
@Component(
    reference =
        @Reference(
            name = "settings",
            service = CpuSettings.class,
            target = "(collectors.cpufreq=true)"),
    configurationPolicy = ConfigurationPolicy.IGNORE)
@Collector(name = "cpufreq", description = "Frequencies of each CPU, their limits and governors.")
public final class CpufreqCollector implements MetricPlugin {
  private static final MetricDescriptor CPU_SCALING_GOVERNOR =
      MetricDescriptor.gauge(
          "node_cpu_scaling_governor",
          "Current enabled CPU frequency governor.",
          "cpu",
          "governor");

  private static final double HERTZ_PER_KILOHERTZ = 1000;

  static final MetricDescriptor CURRENT =
      MetricDescriptor.gauge(
          "node_cpu_frequency_hertz", "Current CPU thread frequency in hertz.", "cpu");

  static final MetricDescriptor MAX =
      MetricDescriptor.gauge(
          "node_cpu_frequency_max_hertz", "Maximum CPU thread frequency in hertz.", "cpu");

  /** The files that hold a frequency, each with its metric. */
  private static final List<Frequency> FREQUENCIES =
      List.of(
          new Frequency("cpuinfo_cur_freq", CURRENT),
          new Frequency(
              "cpuinfo_avg_freq",
              MetricDescriptor.gauge(
                  "node_cpu_frequency_avg_hertz", "Average CPU thread frequency in hertz.", "cpu")),
          new Frequency(
              "cpuinfo_min_freq",
              MetricDescriptor.gauge(
                  "node_cpu_frequency_min_hertz", "Minimum CPU thread frequency in hertz.", "cpu")),
          new Frequency("cpuinfo_max_freq", MAX),
          new Frequency(
              "scaling_cur_freq",
              MetricDescriptor.gauge(
                  "node_cpu_scaling_frequency_hertz",
                  "Current scaled CPU thread frequency in hertz.",
                  "cpu")),
          new Frequency(
              "scaling_min_freq",
              MetricDescriptor.gauge(
                  "node_cpu_scaling_frequency_min_hertz",
                  "Minimum scaled CPU thread frequency in hertz.",
                  "cpu")),
          new Frequency(
              "scaling_max_freq",
              MetricDescriptor.gauge(
                  "node_cpu_scaling_frequency_max_hertz",
                  "Maximum scaled CPU thread frequency in hertz.",
                  "cpu")));

  private record Frequency(String file, MetricDescriptor metric) {}

  /** For each of {@link #FREQUENCIES}, kept for the next collection. */
  private final List<FamilyBuilder> frequencies =
      FREQUENCIES.stream().map(frequency -> frequency.metric().samples()).toList();

  private final FamilyBuilder governors = CPU_SCALING_GOVERNOR.samples();

  private final KernelFiles files;
  private final CpuNumbers numbers;

  /** Reads from a kernel's files. */
  @Activate
  public CpufreqCollector(@Reference KernelFiles files) {
    this.files = files;
    this.numbers = new CpuNumbers(files);
  }

  @Override
  public List<MetricFamily> collect() {
    List<MetricFamily> families = new ArrayList<>();
    List<String> cpus = online(families);
    if (cpus.isEmpty()) {
      return families;
    }
    for (int i = 0; i < FREQUENCIES.size(); i++) {
      String file = FREQUENCIES.get(i).file();
      FamilyBuilder family = frequencies.get(i).begin();
      for (String cpu : cpus) {
        OptionalDouble kilohertz = files.number(folder(cpu).resolve(file));
        if (kilohertz.isPresent()) {
          family.add(kilohertz.getAsDouble() * HERTZ_PER_KILOHERTZ, cpu);
        }
      }
      families.add(family.build());
    }
    families.add(governors(cpus));
    return families;
  }

  private MetricFamily governors(List<String> cpus) {
    governors.begin();
    for (String cpu : cpus) {
      files
          .line(folder(cpu).resolve("scaling_governor"))
          .ifPresent(
              current ->
                  files
                      .line(folder(cpu).resolve("scaling_available_governors"))
                      .ifPresent(available -> addGovernors(governors, cpu, current, available)));
    }
    return governors.build();
  }

  static void addGovernors(FamilyBuilder family, String cpu, String current, String available) {
    FieldReader governors = new FieldReader(available);
    governors.nextLine();
    while (governors.hasNext()) {
      String governor = governors.next();
      family.add(governor.equals(current) ? 1 : 0, cpu, governor);
    }
  }

  /** The CPUs that run and have a frequency; one that is switched off keeps its last values. */
  private List<String> online(List<MetricFamily> families) {
    List<String> cpus = new ArrayList<>();
    for (String cpu : numbers.present()) {
      if (folder(cpu).toFile().isDirectory()) {
        cpus.add(cpu);
      }
    }
    if (!cpus.isEmpty()) {
      try {
        cpus.removeAll(numbers.in("offline"));
      } catch (NumberFormatException e) {
        families.add(
            MetricFamily.unusable(
                "devices/system/cpu/offline", "cannot be read: " + e.getMessage()));
      }
    }
    return cpus;
  }

  private Path folder(String cpu) {
    return files.sys("devices/system/cpu/cpu" + cpu + "/cpufreq");
  }
}
