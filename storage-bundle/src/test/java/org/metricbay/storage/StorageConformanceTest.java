package org.metricbay.storage;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.metricbay.platform.KernelFiles;
import org.metricbay.test.Conformance;

class StorageConformanceTest {
  @Test
  void saysWhatNodeExporterSays() throws Exception {
    Conformance conformance = Conformance.find();
    KernelFiles files = conformance.files();
    conformance.assertSame(
        Pattern.compile("node_(zfs|xfs|nfs|nfsd)_.*"),
        List.of(
            new ZfsCollector(files),
            new XfsCollector(files),
            new NfsCollector(files),
            new NfsdCollector(files)));
  }
}
