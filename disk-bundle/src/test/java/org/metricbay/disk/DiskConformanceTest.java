package org.metricbay.disk;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.metricbay.platform.KernelFiles;
import org.metricbay.test.Conformance;

class DiskConformanceTest {
  @Test
  void saysWhatNodeExporterSays() throws Exception {
    Conformance conformance = Conformance.find();
    KernelFiles files = conformance.files();
    // File systems are asked of the running machine, so the page has none.
    conformance.assertSame(
        Pattern.compile("node_(disk|md|nvme)_.*"),
        List.of(
            new DiskstatsCollector(files, new DiskSettings(Map.of())),
            new MdadmCollector(files),
            new NvmeCollector(files)));
  }
}
