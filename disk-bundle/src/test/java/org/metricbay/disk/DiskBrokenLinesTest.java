package org.metricbay.disk;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.metricbay.platform.FileSystemStats;
import org.metricbay.test.BrokenLines;
import org.metricbay.test.Conformance;

class DiskBrokenLinesTest {
  @Test
  void oneBrokenLineCostsItself(@TempDir Path tree) throws Exception {
    BrokenLines lines = Conformance.find().brokenLines(tree);
    DiskSettings settings = new DiskSettings(Map.of());
    lines.check(files -> new DiskstatsCollector(files, settings), "proc/diskstats");
    lines.checkQuietly(files -> new DiskstatsCollector(files, settings), "udev", "sys/block");
    lines.check(MdadmCollector::new, "proc/mdstat");
    lines.checkQuietly(MdadmCollector::new, "sys/block");
    lines.checkQuietly(NvmeCollector::new, "sys/class/nvme");
    lines
        .with(
            "proc/1/mountinfo",
            """
            21 26 0:20 / / rw,relatime - ext4 /dev/vda rw,errors=remount-ro
            27 26 8:1 / /a\\040b\\134c ro,nosuid shared:1 master:2 - xfs /dev/sd\\040a rw
            28 26 8:5 / /t rw - ext4 /dev/sdb rw,emergency_ro
            """)
        .check(
            files ->
                new FilesystemCollector(
                    files, settings, path -> new FileSystemStats(100, 50, 40, 10, 5, false)),
            "proc/1/mountinfo");
  }
}
