package org.metricbay.system;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.metricbay.test.BrokenLines;
import org.metricbay.test.Conformance;

class SystemBrokenLinesTest {
  @Test
  void oneBrokenLineCostsItself(@TempDir Path tree) throws Exception {
    BrokenLines lines = Conformance.find().brokenLines(tree);
    SystemSettings settings = new SystemSettings(Map.of());
    lines.with(
        "root/etc/os-release",
        """
        NAME="Some Linux"
        VERSION_ID="12.1"
        ID=some
        SUPPORT_END=2028-06-30
        """);
    lines.check(OsCollector::new, "root/etc/os-release");
    lines.check(FilefdCollector::new, "proc/sys/fs/file-nr");
    lines.check(ProcessesCollector::new, "proc/10/stat", "proc/11/stat", "proc/1/stat");
    lines.checkQuietly(EntropyCollector::new, "proc/sys/kernel/random");
    lines.checkQuietly(KernelHungCollector::new, "proc/sys/kernel/hung_task_detect_count");
    lines.checkQuietly(TimeCollector::new, "sys/devices/system/clocksource");
    lines.checkQuietly(files -> new HwmonCollector(files, settings), "sys/class/hwmon");
    lines.checkQuietly(
        files -> new PowersupplyclassCollector(files, settings), "sys/class/power_supply");
    lines.checkQuietly(DmiCollector::new, "sys/class/dmi/id");
    lines.checkQuietly(files -> new RaplCollector(files, settings), "sys/class/powercap");
    lines.checkQuietly(CpuVulnerabilitiesCollector::new, "sys/devices/system/cpu/vulnerabilities");
    lines.checkQuietly(WatchdogCollector::new, "sys/class/watchdog");
  }
}
