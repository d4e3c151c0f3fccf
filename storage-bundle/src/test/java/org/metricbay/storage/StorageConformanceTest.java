package org.metricbay.storage;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.metricbay.platform.KernelFiles;
import org.metricbay.test.Conformance;

class StorageConformanceTest {
  @Test
  void saysWhatNodeExporterSays(@TempDir Path sysfs) throws Exception {
    Conformance conformance = Conformance.find();
    KernelFiles files = conformance.filesWithLinks(sysfs);
    // The page was made with this option.
    StorageSettings settings = new StorageSettings(Map.of("bcache.priority-stats", "true"));
    conformance.assertSame(
        Pattern.compile("node_(zfs|xfs|nfs|nfsd|btrfs|bcache|bcachefs|infiniband|fibrechannel)_.*"),
        List.of(
            new ZfsCollector(files),
            new XfsCollector(files),
            new NfsCollector(files),
            new NfsdCollector(files),
            new BtrfsCollector(files),
            new BcacheCollector(files, settings),
            new BcachefsCollector(files),
            new InfinibandCollector(files, settings),
            new FibrechannelCollector(files)));
  }
}
