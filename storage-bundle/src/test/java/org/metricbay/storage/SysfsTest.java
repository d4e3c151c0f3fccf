package org.metricbay.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.metricbay.api.MetricPlugin;
import org.metricbay.platform.KernelFiles;
import org.metricbay.test.Page;

/** The collectors that read trees of attributes. */
class SysfsTest {
  private static final String NOTHING = "";

  @TempDir Path folder;

  private KernelFiles files() {
    return new KernelFiles(folder, folder, folder, folder);
  }

  private void write(String file, String text) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private static Map<String, String> lines(MetricPlugin plugin) throws Exception {
    return Page.of(plugin.collect()).lines();
  }

  @Test
  void readsBtrfs() throws Exception {
    write("fs/btrfs/features/raid56", "0\n");
    write("fs/btrfs/a-b/label", "my data\n");
    write("fs/btrfs/a-b/commit_stats", "commits 3\ntotal_commit_ms 1500\nnew 1\n");
    write("fs/btrfs/a-b/devices/vda/size", "4\n");
    write("fs/btrfs/a-b/devices/vdb/size", "6\n");
    write("fs/btrfs/a-b/devices/vdc/other", NOTHING);
    write("fs/btrfs/a-b/allocation/data/bytes_reserved", "7\n");
    write("fs/btrfs/a-b/allocation/data/raid5/total_bytes", "18446744073709551615\n");
    assertThat(lines(new BtrfsCollector(files())))
        .containsEntry("node_btrfs_info{label=\"my data\",uuid=\"a-b\"}", "1.0")
        .containsEntry("node_btrfs_commits_total{uuid=\"a-b\"}", "3.0")
        .containsEntry("node_btrfs_commit_seconds_total{uuid=\"a-b\"}", "1.5")
        .containsEntry("node_btrfs_device_size_bytes{device=\"vdb\",uuid=\"a-b\"}", "3072.0")
        .containsEntry("node_btrfs_reserved_bytes{block_group_type=\"data\",uuid=\"a-b\"}", "7.0")
        .containsEntry(
            "node_btrfs_size_bytes{block_group_type=\"data\",mode=\"raid5\",uuid=\"a-b\"}",
            Double.toString(0x1p64))
        .containsEntry(
            "node_btrfs_allocation_ratio{block_group_type=\"data\",mode=\"raid5\",uuid=\"a-b\"}",
            "1.5")
        .hasSize(9 * 3 + 1);
  }

  @Test
  void knowsHowOftenBtrfsKeepsAByte() {
    assertThat(BtrfsCollector.ratio("dup", 1)).isEqualTo(2);
    assertThat(BtrfsCollector.ratio("raid1c4", 4)).isEqualTo(4);
    assertThat(BtrfsCollector.ratio("raid6", 6)).isEqualTo(1.5);
  }

  @Test
  void readsBcache() throws Exception {
    write("fs/bcache/register", NOTHING);
    write("fs/bcache/a-b/congested", "1\n");
    write("fs/bcache/a-b/internal/btree_read_average_duration_us", "2000\n");
    write("fs/bcache/a-b/bdev0/stats_total/cache_readaheads", "0\n");
    write("fs/bcache/a-b/bdev0/stats_total/bypassed", "1.5k\n");
    write("fs/bcache/a-b/bdev0/writeback_rate_debug", "rate:\t2.0k/sec\nchange:\t-3/sec\n");
    write("fs/bcache/a-b/cache0/written", "5\n");
    write("fs/bcache/a-b/cache0/priority_stats", "Unused:\t\t9%\nQuantiles: [1 2]\n");
    StorageSettings settings = new StorageSettings(Map.of());
    BcacheCollector collector = new BcacheCollector(files(), settings);
    assertThat(lines(collector))
        .containsEntry("node_bcache_congested{uuid=\"a-b\"}", "1.0")
        .containsEntry(
            "node_bcache_btree_read_average_duration_seconds{uuid=\"a-b\"}",
            Double.toString(2000 * 1e-9))
        .containsEntry(
            "node_bcache_bypassed_bytes_total{backing_device=\"bdev0\",uuid=\"a-b\"}", "1524.0")
        .containsEntry(
            "node_bcache_writeback_rate{backing_device=\"bdev0\",uuid=\"a-b\"}", "2048.0")
        .containsEntry(
            "node_bcache_writeback_change{backing_device=\"bdev0\",uuid=\"a-b\"}", "-3.0")
        .containsEntry(
            "node_bcache_written_bytes_total{cache_device=\"cache0\",uuid=\"a-b\"}", "5.0")
        .hasSize(6 * 3);
    settings.modify(Map.of("bcache.priority-stats", "true"));
    assertThat(lines(collector))
        .containsEntry(
            "node_bcache_priority_stats_unused_percent{cache_device=\"cache0\",uuid=\"a-b\"}",
            "9.0");
  }

  @Test
  void readsBcachefs() throws Exception {
    write("fs/bcachefs/a-b/btree_cache_size", "1.5k\n");
    write("fs/bcachefs/a-b/compression_stats", "type compressed uncompressed\nzstd 2.0M 3.0M 1\n");
    write("fs/bcachefs/a-b/errors", "bad_sum   4   1700000000\n");
    write("fs/bcachefs/a-b/btree_write_stats", "      nr   size\ninitial:   5   700\n");
    write("fs/bcachefs/a-b/counters/sync", "since mount: 1\nsince filesystem creation:  6\n");
    write("fs/bcachefs/a-b/dev-3/state", "[rw] ro\n");
    write("fs/bcachefs/a-b/dev-3/nbuckets", "7\n");
    write("fs/bcachefs/a-b/dev-3/io_done", "read:\nsb  :  8\nwrite:\nsb  :  9\n");
    write(
        "fs/bcachefs/a-b/dev-3/io_errors",
        "IO errors since filesystem creation\n  read: 10\nIO errors since 1 y ago\n  read: 11\n");
    String device = "{device=\"3\",";
    assertThat(lines(new BcachefsCollector(files())))
        .containsEntry("node_bcachefs_btree_cache_size_bytes{uuid=\"a-b\"}", "1536.0")
        .containsEntry(
            "node_bcachefs_compression_uncompressed_bytes{algorithm=\"zstd\",uuid=\"a-b\"}",
            "3145728.0")
        .containsEntry("node_bcachefs_errors_total{error_type=\"bad_sum\",uuid=\"a-b\"}", "4.0")
        .containsEntry("node_bcachefs_btree_writes_total{type=\"initial\",uuid=\"a-b\"}", "5.0")
        .containsEntry("node_bcachefs_sync_total{uuid=\"a-b\"}", "6.0")
        .containsEntry("node_bcachefs_device_buckets" + device + "uuid=\"a-b\"}", "7.0")
        .containsEntry(
            "node_bcachefs_device_io_done_bytes_total{data_type=\"sb\",device=\"3\","
                + "operation=\"write\",uuid=\"a-b\"}",
            "9.0")
        .containsEntry(
            "node_bcachefs_device_io_errors_total" + device + "type=\"read\",uuid=\"a-b\"}", "10.0")
        .hasSize(12 * 3 + 1);
  }

  @Test
  void readsInfiniband() throws Exception {
    write("class/infiniband/hfi1_0/fw_ver", "1.2\n");
    write("class/infiniband/hfi1_0/ports/1/state", "4: ACTIVE\n");
    write("class/infiniband/hfi1_0/ports/1/rate", "2.5 Gb/sec (1X SDR)\n");
    write("class/infiniband/hfi1_0/ports/1/counters/port_rcv_data", "3\n");
    write("class/infiniband/hfi1_0/ports/1/counters/link_downed", "N/A (no PMA)\n");
    write("class/infiniband/hfi1_0/ports/1/hw_counters/lifespan", "1999\n");
    String port = "{device=\"hfi1_0\",port=\"1\"}";
    StorageSettings settings = new StorageSettings(Map.of());
    InfinibandCollector collector = new InfinibandCollector(files(), settings);
    assertThat(lines(collector))
        .containsEntry(
            "node_infiniband_info{board_id=\"\",device=\"hfi1_0\",firmware_version=\"1.2\","
                + "hca_type=\"\"}",
            "1.0")
        .containsEntry("node_infiniband_state_id" + port, "4.0")
        .containsEntry("node_infiniband_rate_bytes_per_second" + port, "3.125E8")
        .containsEntry("node_infiniband_port_data_received_bytes_total" + port, "12.0")
        .containsEntry("node_infiniband_lifespan_seconds" + port, "1.0")
        .hasSize(5 * 3);
    settings.modify(Map.of("infiniband.device-exclude", "hfi"));
    assertThat(lines(collector)).isEmpty();
  }

  @Test
  void readsFibreChannel() throws Exception {
    write("class/fc_host/host7/port_id", "0x0102\n");
    write("class/fc_host/host7/speed", "8 Gbit\n");
    write("class/fc_host/host7/statistics/rx_frames", "0x1f\n");
    write("class/fc_host/host7/statistics/tx_frames", "0xffffffffffffffff\n");
    write("class/fc_host/host7/statistics/nos_count", "-\n");
    assertThat(lines(new FibrechannelCollector(files())))
        .containsEntry("node_fibrechannel_rx_frames_total{fc_host=\"host7\"}", "31.0")
        .containsEntry(
            "node_fibrechannel_info{dev_loss_tmo=\"\",fabric_name=\"\",fc_host=\"host7\","
                + "port_id=\"0102\",port_name=\"\",port_state=\"\",port_type=\"\","
                + "speed=\"8 Gbit\",supported_classes=\"\",supported_speeds=\"\","
                + "symbolic_name=\"\"}",
            "1.0")
        .hasSize(2 * 3);
    assertThat(FibrechannelCollector.count("0xfffffffffffffffe")).contains(0x1p64);
  }

  @Test
  void saysNothingWhereThereIsNothing() throws Exception {
    StorageSettings settings = new StorageSettings(Map.of());
    for (MetricPlugin plugin :
        new MetricPlugin[] {
          new ZfsCollector(files()),
          new XfsCollector(files()),
          new NfsCollector(files()),
          new NfsdCollector(files()),
          new BtrfsCollector(files()),
          new BcacheCollector(files(), settings),
          new BcachefsCollector(files()),
          new InfinibandCollector(files(), settings),
          new FibrechannelCollector(files())
        }) {
      assertThat(plugin.collect()).as(plugin.name()).isEmpty();
    }
  }
}
