package org.metricbay.cpu;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.metricbay.platform.KernelFiles;
import org.metricbay.test.Conformance;

class CpuConformanceTest {
  private static final Pattern OURS =
      Pattern.compile(
          "node_(cpu_(?!vulnerabilities_).*|load\\d+|context_switches_total|forks_total|intr_total"
              + "|boot_time_seconds|procs_(running|blocked)|(interrupts|softirqs)_.*|schedstat_.*"
              + "|(thermal_zone|cooling_device|pressure)_.*)");

  @TempDir Path sysfs;

  @Test
  void saysWhatNodeExporterSays() throws Exception {
    Conformance conformance = Conformance.find();
    KernelFiles files = conformance.filesWithLinks(sysfs);
    CpuSettings settings =
        new CpuSettings(
            Map.of(
                "stat.softirq", "true",
                "cpu.info.flags-include", "^(aes|avx.?|constant_tsc)$",
                "cpu.info.bugs-include", "^(cpu_meltdown|spectre_.*|mds)$"));
    conformance.assertSame(
        OURS,
        List.of(
            new CpuCollector(files, settings),
            new CpufreqCollector(files),
            new LoadavgCollector(files),
            new StatCollector(files, settings),
            new SoftirqsCollector(files),
            new InterruptsCollector(files, settings),
            new SchedstatCollector(files),
            new ThermalZoneCollector(files),
            new PressureCollector(files)));
  }
}
