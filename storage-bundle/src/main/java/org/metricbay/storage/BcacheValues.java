package org.metricbay.storage;

import java.util.Map;
import org.metricbay.storage.Families.Value;

/** bcache's values, by file or by the first word of a line. */
final class BcacheValues {
  static final String READAHEADS = "stats_total/cache_readaheads";

  /** Files of a set of caches. */
  static final Map<String, Value> SET =
      Map.ofEntries(
          Map.entry(
              "average_key_size",
              Value.gauge(
                  "node_bcache_average_key_size_sectors",
                  "Average data per key in the btree (sectors).")),
          Map.entry(
              "btree_cache_size",
              Value.gauge(
                  "node_bcache_btree_cache_size_bytes",
                  "Amount of memory currently used by the btree cache.")),
          Map.entry(
              "cache_available_percent",
              Value.gauge(
                  "node_bcache_cache_available_percent",
                  "Percentage of cache device without dirty data, usable for writeback (may"
                      + " contain clean cached data).")),
          Map.entry("congested", Value.gauge("node_bcache_congested", "Congestion.")),
          Map.entry(
              "root_usage_percent",
              Value.gauge(
                  "node_bcache_root_usage_percent",
                  "Percentage of the root btree node in use (tree depth increases if too high).")),
          Map.entry("tree_depth", Value.gauge("node_bcache_tree_depth", "Depth of the btree.")),
          Map.entry(
              "internal/active_journal_entries",
              Value.gauge(
                  "node_bcache_active_journal_entries",
                  "Number of journal entries that are newer than the index.")),
          Map.entry(
              "internal/btree_nodes",
              Value.gauge("node_bcache_btree_nodes", "Total nodes in the btree.")),
          Map.entry(
              "internal/btree_read_average_duration_us",
              Value.gauge(
                      "node_bcache_btree_read_average_duration_seconds",
                      "Average btree read duration.")
                  .times(1e-9)),
          Map.entry(
              "internal/cache_read_races",
              Value.count(
                  "node_bcache_cache_read_races_total",
                  "Counts instances where while data was being read from the cache, the bucket"
                      + " was reused and invalidated - i.e. where the pointer was stale after the"
                      + " read completed.")));

  /** Files of a device that is cached. */
  static final Map<String, Value> BACKING_DEVICE =
      Map.ofEntries(
          Map.entry(
              "dirty_data",
              Value.gauge(
                  "node_bcache_dirty_data_bytes",
                  "Amount of dirty data for this backing device in the cache.")),
          Map.entry(
              "stats_total/bypassed",
              Value.count(
                  "node_bcache_bypassed_bytes_total",
                  "Amount of IO (both reads and writes) that has bypassed the cache.")),
          Map.entry(
              "stats_total/cache_hits",
              Value.count(
                  "node_bcache_cache_hits_total",
                  "Hits counted per individual IO as bcache sees them.")),
          Map.entry(
              "stats_total/cache_misses",
              Value.count(
                  "node_bcache_cache_misses_total",
                  "Misses counted per individual IO as bcache sees them.")),
          Map.entry(
              "stats_total/cache_bypass_hits",
              Value.count(
                  "node_bcache_cache_bypass_hits_total",
                  "Hits for IO intended to skip the cache.")),
          Map.entry(
              "stats_total/cache_bypass_misses",
              Value.count(
                  "node_bcache_cache_bypass_misses_total",
                  "Misses for IO intended to skip the cache.")),
          Map.entry(
              "stats_total/cache_miss_collisions",
              Value.count(
                  "node_bcache_cache_miss_collisions_total",
                  "Instances where data insertion from cache miss raced with write (data"
                      + " already present).")),
          Map.entry(
              READAHEADS,
              Value.count(
                  "node_bcache_cache_readaheads_total", "Count of times readahead occurred.")));

  /** Lines about how fast a cached device is written to. */
  static final Map<String, Value> WRITEBACK =
      Map.ofEntries(
          Map.entry(
              "target",
              Value.gauge(
                  "node_bcache_dirty_target_bytes",
                  "Current dirty data target threshold for this backing device in bytes.")),
          Map.entry(
              "rate",
              Value.gauge(
                  "node_bcache_writeback_rate",
                  "Current writeback rate for this backing device in bytes.")),
          Map.entry(
              "proportional",
              Value.gauge(
                  "node_bcache_writeback_rate_proportional_term",
                  "Current result of proportional controller, part of writeback rate")),
          Map.entry(
              "integral",
              Value.gauge(
                  "node_bcache_writeback_rate_integral_term",
                  "Current result of integral controller, part of writeback rate")),
          Map.entry(
              "change",
              Value.gauge(
                  "node_bcache_writeback_change",
                  "Last writeback rate change step for this backing device.")));

  /** Files of a device that holds a cache. */
  static final Map<String, Value> CACHE_DEVICE =
      Map.ofEntries(
          Map.entry(
              "io_errors",
              Value.gauge(
                  "node_bcache_io_errors",
                  "Number of errors that have occurred, decayed by io_error_halflife.")),
          Map.entry(
              "metadata_written",
              Value.count(
                  "node_bcache_metadata_written_bytes_total",
                  "Sum of all non data writes (btree writes and all other metadata).")),
          Map.entry(
              "written",
              Value.count(
                  "node_bcache_written_bytes_total",
                  "Sum of all data that has been written to the cache.")));

  /** Lines about what the buckets of a cache hold. */
  static final Map<String, Value> PRIORITIES =
      Map.ofEntries(
          Map.entry(
              "Unused",
              Value.gauge(
                  "node_bcache_priority_stats_unused_percent",
                  "The percentage of the cache that doesn't contain any data.")),
          Map.entry(
              "Metadata",
              Value.gauge(
                  "node_bcache_priority_stats_metadata_percent", "Bcache's metadata overhead.")));

  private BcacheValues() {}
}
