package org.metricbay.cpu;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.metricbay.platform.KernelFiles;
import org.metricbay.test.Conformance;

class CpuConformanceTest {
  private static final Pattern OURS =
      Pattern.compile(
          "node_(cpu_(?!vulnerabilities_).*|load\\d+|context_switches_total|forks_total|intr_total"
              + "|boot_time_seconds|procs_(running|blocked))");

  @Test
  void saysWhatNodeExporterSays() throws Exception {
    Conformance conformance = Conformance.find();
    KernelFiles files = conformance.files();
    conformance.assertSame(
        OURS,
        List.of(
            new CpuCollector(files),
            new CpufreqCollector(files),
            new LoadavgCollector(files),
            new StatCollector(files)));
  }
}
