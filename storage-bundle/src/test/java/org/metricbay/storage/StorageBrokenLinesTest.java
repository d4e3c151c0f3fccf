package org.metricbay.storage;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.metricbay.test.BrokenLines;
import org.metricbay.test.Conformance;

class StorageBrokenLinesTest {
  @Test
  void oneBrokenLineCostsItself(@TempDir Path tree) throws Exception {
    BrokenLines lines = Conformance.find().brokenLines(tree);
    StorageSettings settings = new StorageSettings(Map.of("bcache.priority-stats", "true"));
    // A value of another kind than a number is no fault.
    lines.checkQuietly(ZfsCollector::new, "proc/spl/kstat/zfs");
    lines.check(XfsCollector::new, "sys/fs/xfs");
    lines.check(NfsCollector::new, "proc/net/rpc/nfs");
    lines.check(NfsdCollector::new, "proc/net/rpc/nfsd");
    lines.checkQuietly(BtrfsCollector::new, "sys/fs/btrfs");
    lines.checkQuietly(files -> new BcacheCollector(files, settings), "sys/fs/bcache");
    lines.checkQuietly(BcachefsCollector::new, "sys/fs/bcachefs");
    lines.checkQuietly(files -> new InfinibandCollector(files, settings), "sys/class/infiniband");
    lines.checkQuietly(FibrechannelCollector::new, "sys/class/fc_host");
  }
}
