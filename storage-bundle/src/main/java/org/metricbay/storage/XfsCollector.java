package org.metricbay.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.metricbay.api.Collector;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricPlugin;
import org.metricbay.platform.FieldReader;
import org.metricbay.platform.KernelFiles;
import org.metricbay.platform.SysfsNames;
import org.metricbay.storage.Families.Value;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/**
 * What XFS counts of each file system, from {@code /sys/fs/xfs/DEVICE/stats/stats}:
 *
 * <pre>
 * node_xfs_extent_allocation_blocks_allocated_total{device="sda1"} 872
 * node_xfs_directory_operation_create_total{device="sda1"} 2
 * </pre>
 */
@Component(
    reference =
        @Reference(
            name = "settings",
            service = StorageSettings.class,
            target = "(collectors.xfs=true)"),
    configurationPolicy = ConfigurationPolicy.IGNORE)
@Collector(
    name = "xfs",
    description = "Allocations, directory operations and inodes of each XFS file system.")
public final class XfsCollector implements MetricPlugin {
  /** The columns of each line, by its first word. */
  private static final Map<String, List<Value>> LINES =
      Map.ofEntries(
          Map.entry(
              "extent_alloc",
              List.of(
                  Value.count(
                      "node_xfs_extent_allocation_extents_allocated_total",
                      "Number of extents allocated for a filesystem."),
                  Value.count(
                      "node_xfs_extent_allocation_blocks_allocated_total",
                      "Number of blocks allocated for a filesystem."),
                  Value.count(
                      "node_xfs_extent_allocation_extents_freed_total",
                      "Number of extents freed for a filesystem."),
                  Value.count(
                      "node_xfs_extent_allocation_blocks_freed_total",
                      "Number of blocks freed for a filesystem."))),
          Map.entry(
              "abt",
              List.of(
                  Value.count(
                      "node_xfs_allocation_btree_lookups_total",
                      "Number of allocation B-tree lookups for a filesystem."),
                  Value.count(
                      "node_xfs_allocation_btree_compares_total",
                      "Number of allocation B-tree compares for a filesystem."),
                  Value.count(
                      "node_xfs_allocation_btree_records_inserted_total",
                      "Number of allocation B-tree records inserted for a filesystem."),
                  Value.count(
                      "node_xfs_allocation_btree_records_deleted_total",
                      "Number of allocation B-tree records deleted for a filesystem."))),
          Map.entry(
              "blk_map",
              List.of(
                  Value.count(
                      "node_xfs_block_mapping_reads_total",
                      "Number of block map for read operations for a filesystem."),
                  Value.count(
                      "node_xfs_block_mapping_writes_total",
                      "Number of block map for write operations for a filesystem."),
                  Value.count(
                      "node_xfs_block_mapping_unmaps_total",
                      "Number of block unmaps (deletes) for a filesystem."),
                  Value.count(
                      "node_xfs_block_mapping_extent_list_insertions_total",
                      "Number of extent list insertions for a filesystem."),
                  Value.count(
                      "node_xfs_block_mapping_extent_list_deletions_total",
                      "Number of extent list deletions for a filesystem."),
                  Value.count(
                      "node_xfs_block_mapping_extent_list_lookups_total",
                      "Number of extent list lookups for a filesystem."),
                  Value.count(
                      "node_xfs_block_mapping_extent_list_compares_total",
                      "Number of extent list compares for a filesystem."))),
          Map.entry(
              "bmbt",
              List.of(
                  Value.count(
                      "node_xfs_block_map_btree_lookups_total",
                      "Number of block map B-tree lookups for a filesystem."),
                  Value.count(
                      "node_xfs_block_map_btree_compares_total",
                      "Number of block map B-tree compares for a filesystem."),
                  Value.count(
                      "node_xfs_block_map_btree_records_inserted_total",
                      "Number of block map B-tree records inserted for a filesystem."),
                  Value.count(
                      "node_xfs_block_map_btree_records_deleted_total",
                      "Number of block map B-tree records deleted for a filesystem."))),
          Map.entry(
              "dir",
              List.of(
                  Value.count(
                      "node_xfs_directory_operation_lookup_total",
                      "Number of file name directory lookups which miss the operating systems"
                          + " directory name lookup cache."),
                  Value.count(
                      "node_xfs_directory_operation_create_total",
                      "Number of times a new directory entry was created for a filesystem."),
                  Value.count(
                      "node_xfs_directory_operation_remove_total",
                      "Number of times an existing directory entry was created for a filesystem."),
                  Value.count(
                      "node_xfs_directory_operation_getdents_total",
                      "Number of times the directory getdents operation was performed for a"
                          + " filesystem."))),
          Map.entry(
              "ig",
              List.of(
                  Value.count(
                      "node_xfs_inode_operation_attempts_total",
                      "Number of times the OS looked for an XFS inode in the inode cache."),
                  Value.count(
                      "node_xfs_inode_operation_found_total",
                      "Number of times the OS looked for and found an XFS inode in the inode"
                          + " cache."),
                  Value.count(
                      "node_xfs_inode_operation_recycled_total",
                      "Number of times the OS found an XFS inode in the cache, but could not use"
                          + " it as it was being recycled."),
                  Value.count(
                      "node_xfs_inode_operation_missed_total",
                      "Number of times the OS looked for an XFS inode in the cache, but did not"
                          + " find it."),
                  Value.count(
                      "node_xfs_inode_operation_duplicates_total",
                      "Number of times the OS tried to add a missing XFS inode to the inode cache,"
                          + " but found it had already been added by another process."),
                  Value.count(
                      "node_xfs_inode_operation_reclaims_total",
                      "Number of times the OS reclaimed an XFS inode from the inode cache to free"
                          + " memory for another purpose."),
                  Value.count(
                      "node_xfs_inode_operation_attribute_changes_total",
                      "Number of times the OS explicitly changed the attributes of an XFS"
                          + " inode."))),
          Map.entry(
              "rw",
              List.of(
                  Value.count(
                      "node_xfs_write_calls_total",
                      "Number of write(2) system calls made to files in a filesystem."),
                  Value.count(
                      "node_xfs_read_calls_total",
                      "Number of read(2) system calls made to files in a filesystem."))),
          Map.entry(
              "vnodes",
              List.of(
                  Value.count(
                      "node_xfs_vnode_active_total",
                      "Number of vnodes not on free lists for a filesystem."),
                  Value.count(
                      "node_xfs_vnode_allocate_total",
                      "Number of times vn_alloc called for a filesystem."),
                  Value.count(
                      "node_xfs_vnode_get_total",
                      "Number of times vn_get called for a filesystem."),
                  Value.count(
                      "node_xfs_vnode_hold_total",
                      "Number of times vn_hold called for a filesystem."),
                  Value.count(
                      "node_xfs_vnode_release_total",
                      "Number of times vn_rele called for a filesystem."),
                  Value.count(
                      "node_xfs_vnode_reclaim_total",
                      "Number of times vn_reclaim called for a filesystem."),
                  Value.count(
                      "node_xfs_vnode_remove_total",
                      "Number of times vn_remove called for a filesystem."),
                  Value.NONE)));

  private final KernelFiles files;

  /** Reads from a kernel's files. */
  @Activate
  public XfsCollector(@Reference KernelFiles files) {
    this.files = files;
  }

  @Override
  public List<MetricFamily> collect() throws IOException {
    Families families = new Families();
    Path folder = files.sys("fs/xfs");
    for (String device : files.list(folder)) {
      files
          .find(folder.resolve(device).resolve("stats/stats"))
          .ifPresent(text -> parse(SysfsNames.device(device), text, families));
    }
    return families.build();
  }

  static void parse(String device, String stats, Families families) {
    new FieldReader(stats)
        .eachUsableLine(
            "xfs/" + device,
            line ->
                families.addColumns(
                    LINES.getOrDefault(line.next(), List.of()), line, "device", device),
            families::leaveOut);
  }
}
