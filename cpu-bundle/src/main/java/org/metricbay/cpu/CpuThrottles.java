package org.metricbay.cpu;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.metricbay.api.FamilyBuilder;
import org.metricbay.api.Labels;
import org.metricbay.api.MetricDescriptor;
import org.metricbay.api.MetricFamily;
import org.metricbay.platform.FieldReader;
import org.metricbay.platform.KernelFiles;

/**
 * How often cores and packages were slowed down because they were too hot. The threads of a core
 * share one counter, and so do the cores of a package: the first that has it gives it. For use by
 * one thread at a time.
 */
final class CpuThrottles {
  private static final MetricDescriptor CPU_CORE_THROTTLES =
      MetricDescriptor.counter(
          "node_cpu_core_throttles_total",
          "Number of times this CPU core has been throttled.",
          "core",
          "package");

  private static final MetricDescriptor CPU_PACKAGE_THROTTLES =
      MetricDescriptor.counter(
          "node_cpu_package_throttles_total",
          "Number of times this CPU package has been throttled.",
          "package");

  private final KernelFiles files;
  private final Map<String, Cpu> known = new HashMap<>();

  CpuThrottles(KernelFiles files) {
    this.files = files;
  }

  /** Where a CPU is, which never changes, and the files of its counters. */
  private record Cpu(Labels core, Path coreCount, Labels processor, Path processorCount) {}

  List<MetricFamily> families(List<String> cpus) {
    Counts cores = new Counts(CPU_CORE_THROTTLES.samples());
    Counts packages = new Counts(CPU_PACKAGE_THROTTLES.samples());
    known.keySet().retainAll(cpus);
    for (String number : cpus) {
      Cpu cpu = known.get(number);
      if (cpu == null) {
        cpu = find(number).orElse(null);
      }
      if (cpu != null) {
        known.put(number, cpu);
        // A virtual machine has none of both.
        if (cores.add(cpu.core(), cpu.coreCount())) {
          packages.add(cpu.processor(), cpu.processorCount());
        }
      }
    }
    return List.of(cores.family.build(), packages.family.build());
  }

  private Optional<Cpu> find(String number) {
    Path folder = files.sysfs().resolve("devices/system/cpu/cpu" + number);
    Optional<String> processor = id(folder.resolve("topology/physical_package_id"));
    Optional<String> core = id(folder.resolve("topology/core_id"));
    if (processor.isEmpty() || core.isEmpty()) {
      return Optional.empty();
    }
    Path counts = folder.resolve("thermal_throttle");
    return Optional.of(
        new Cpu(
            CPU_CORE_THROTTLES.labels(core.get(), processor.get()),
            counts.resolve("core_throttle_count"),
            CPU_PACKAGE_THROTTLES.labels(processor.get()),
            counts.resolve("package_throttle_count")));
  }

  /** A core or package number; where the firmware tells none, the kernel says -1. */
  private Optional<String> id(Path file) {
    return files.line(file).filter(id -> FieldReader.unsigned(id).isPresent());
  }

  private final class Counts {
    private final FamilyBuilder family;
    private final Set<Labels> told = new HashSet<>();

    Counts(FamilyBuilder family) {
      this.family = family;
    }

    /** Whether there is such a count. */
    boolean add(Labels labels, Path file) {
      if (told.contains(labels)) {
        return true;
      }
      OptionalDouble count = files.number(file);
      if (count.isPresent()) {
        told.add(labels);
        family.add(count.getAsDouble(), labels);
      }
      return count.isPresent();
    }
  }
}
