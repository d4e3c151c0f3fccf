package org.metricbay.memory;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.metricbay.platform.KernelFiles;
import org.metricbay.test.Conformance;

class MemoryConformanceTest {
  @Test
  void saysWhatNodeExporterSays() throws Exception {
    Conformance conformance = Conformance.find();
    KernelFiles files = conformance.files();
    conformance.assertSame(
        Pattern.compile("node_(memory|vmstat|zoneinfo|buddyinfo|ksmd|edac)_.*"),
        List.of(
            new MeminfoCollector(files),
            new VmstatCollector(files, new MemorySettings(Map.of())),
            new MeminfoNumaCollector(files),
            new ZoneinfoCollector(files),
            new BuddyinfoCollector(files),
            new KsmdCollector(files),
            new EdacCollector(files)));
  }
}
