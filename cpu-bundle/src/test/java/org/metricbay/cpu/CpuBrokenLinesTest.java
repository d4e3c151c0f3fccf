package org.metricbay.cpu;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.metricbay.test.BrokenLines;
import org.metricbay.test.Conformance;

class CpuBrokenLinesTest {
  @Test
  void oneBrokenLineCostsItself(@TempDir Path tree) throws Exception {
    BrokenLines lines = Conformance.find().brokenLines(tree);
    CpuSettings settings =
        new CpuSettings(
            Map.of("stat.softirq", "true", "cpu.info", "true", "cpu.info.flags-include", "^aes$"));
    lines.check(files -> new CpuCollector(files, settings), "proc/stat", "proc/cpuinfo");
    lines.checkQuietly(
        files -> new CpuCollector(files, settings),
        "sys/devices/system/cpu/isolated",
        "sys/devices/system/cpu/cpu0/thermal_throttle",
        "sys/devices/system/cpu/cpu1/topology");
    lines.checkQuietly(CpufreqCollector::new, "sys/devices/system/cpu");
    lines.check(LoadavgCollector::new, "proc/loadavg");
    lines.check(files -> new StatCollector(files, settings), "proc/stat");
    lines.check(SoftirqsCollector::new, "proc/softirqs");
    lines.check(files -> new InterruptsCollector(files, settings), "proc/interrupts");
    lines.check(SchedstatCollector::new, "proc/schedstat");
    lines.checkQuietly(ThermalZoneCollector::new, "sys/class/thermal");
    lines.check(PressureCollector::new, "proc/pressure");
  }
}
