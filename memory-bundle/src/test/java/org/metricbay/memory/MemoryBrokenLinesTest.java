package org.metricbay.memory;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.metricbay.test.BrokenLines;
import org.metricbay.test.Conformance;

class MemoryBrokenLinesTest {
  @Test
  void oneBrokenLineCostsItself(@TempDir Path tree) throws Exception {
    BrokenLines lines = Conformance.find().brokenLines(tree);
    MemorySettings settings = new MemorySettings(Map.of());
    lines.check(MeminfoCollector::new, "proc/meminfo");
    lines.check(files -> new VmstatCollector(files, settings), "proc/vmstat");
    lines.check(MeminfoNumaCollector::new, "sys/devices/system/node");
    lines.check(ZoneinfoCollector::new, "proc/zoneinfo");
    lines.check(BuddyinfoCollector::new, "proc/buddyinfo");
    lines.checkQuietly(KsmdCollector::new, "sys/kernel/mm/ksm");
    lines.checkQuietly(EdacCollector::new, "sys/devices/system/edac/mc");
  }
}
