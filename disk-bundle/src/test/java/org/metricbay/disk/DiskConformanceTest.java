package org.metricbay.disk;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.metricbay.test.Conformance;

class DiskConformanceTest {
  @Test
  void saysWhatNodeExporterSays() throws Exception {
    Conformance conformance = Conformance.find();
    // File systems are asked of the running machine, so the page has none.
    conformance.assertSame(
        Pattern.compile("node_disk_.*"), List.of(new DiskstatsCollector(conformance.files())));
  }
}
