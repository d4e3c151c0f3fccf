package org.metricbay.cpu;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.metricbay.api.Labels;
import org.metricbay.api.MetricFamily;
import org.metricbay.platform.FieldReader;
import org.metricbay.platform.KernelFiles;

/**
 * How often cores and packages were slowed down because they were too hot. The threads of a core
 * share one counter, and so do the cores of a package: the first that has it tells it.
 */
final class CpuThrottles {
  private CpuThrottles() {}

  static List<MetricFamily> families(KernelFiles files, List<String> cpus) {
    Counts cores =
        new Counts(
            files,
            "core_throttle_count",
            MetricFamily.counter(
                "node_cpu_core_throttles_total",
                "Number of times this CPU core has been throttled."));
    Counts packages =
        new Counts(
            files,
            "package_throttle_count",
            MetricFamily.counter(
                "node_cpu_package_throttles_total",
                "Number of times this CPU package has been throttled."));
    for (String cpu : cpus) {
      Path folder = files.sysfs().resolve("devices/system/cpu/cpu" + cpu);
      Optional<String> packageId = id(files, folder.resolve("topology/physical_package_id"));
      Optional<String> coreId = id(files, folder.resolve("topology/core_id"));
      if (packageId.isPresent() && coreId.isPresent()) {
        cores.add(folder, Labels.of("core", coreId.get(), "package", packageId.get()));
        packages.add(folder, Labels.of("package", packageId.get()));
      }
    }
    return List.of(cores.family.build(), packages.family.build());
  }

  /** A core or package number; where the firmware tells none, the kernel says -1. */
  private static Optional<String> id(KernelFiles files, Path file) {
    return files.line(file).filter(id -> FieldReader.unsigned(id).isPresent());
  }

  private record Counts(
      KernelFiles files, String file, MetricFamily.NumberBuilder family, Set<Labels> known) {
    Counts(KernelFiles files, String file, MetricFamily.NumberBuilder family) {
      this(files, file, family, new HashSet<>());
    }

    void add(Path cpu, Labels labels) {
      if (!known.contains(labels)) {
        OptionalDouble count = files.number(cpu.resolve("thermal_throttle").resolve(file));
        if (count.isPresent()) {
          known.add(labels);
          family.sample(count.getAsDouble(), labels);
        }
      }
    }
  }
}
