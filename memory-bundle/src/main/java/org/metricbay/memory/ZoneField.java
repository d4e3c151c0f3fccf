package org.metricbay.memory;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.metricbay.api.MetricDescriptor;

/**
 * How a field of {@code /proc/zoneinfo} is exposed.
 *
 * @param field the kernel's name
 * @param metric what it is exposed as
 */
record ZoneField(String field, MetricDescriptor metric) {
  /** Those that node_exporter knows; kernels have more, and others at other times. */
  static final Map<String, ZoneField> BY_NAME =
      Stream.of(
              new ZoneField(
                  "nr_free_pages", "nr_free_pages", "Total number of free pages in the zone"),
              new ZoneField("min", "min_pages", "Zone watermark pages_min"),
              new ZoneField("low", "low_pages", "Zone watermark pages_low"),
              new ZoneField("high", "high_pages", "Zone watermark pages_high"),
              new ZoneField("scanned", "scanned_pages", "Pages scanned since last reclaim"),
              new ZoneField(
                  "spanned", "spanned_pages", "Total pages spanned by the zone, including holes"),
              new ZoneField("present", "present_pages", "Physical pages existing within the zone"),
              new ZoneField(
                  "managed", "managed_pages", "Present pages managed by the buddy system"),
              new ZoneField(
                  "nr_active_anon",
                  "nr_active_anon_pages",
                  "Number of anonymous pages recently more used"),
              new ZoneField(
                  "nr_inactive_anon",
                  "nr_inactive_anon_pages",
                  "Number of anonymous pages recently less used"),
              new ZoneField(
                  "nr_isolated_anon",
                  "nr_isolated_anon_pages",
                  "Temporary isolated pages from anon lru"),
              new ZoneField(
                  "nr_anon_pages",
                  "nr_anon_pages",
                  "Number of anonymous pages currently used by the system"),
              new ZoneField(
                  "nr_anon_transparent_hugepages",
                  "nr_anon_transparent_hugepages",
                  "Number of anonymous transparent huge pages currently used by the system"),
              new ZoneField(
                  "nr_active_file",
                  "nr_active_file_pages",
                  "Number of active pages with file-backing"),
              new ZoneField(
                  "nr_inactive_file",
                  "nr_inactive_file_pages",
                  "Number of inactive pages with file-backing"),
              new ZoneField(
                  "nr_isolated_file",
                  "nr_isolated_file_pages",
                  "Temporary isolated pages from file lru"),
              new ZoneField("nr_file_pages", "nr_file_pages", "Number of file pages"),
              new ZoneField(
                  "nr_slab_reclaimable",
                  "nr_slab_reclaimable_pages",
                  "Number of reclaimable slab pages"),
              new ZoneField(
                  "nr_slab_unreclaimable",
                  "nr_slab_unreclaimable_pages",
                  "Number of unreclaimable slab pages"),
              new ZoneField(
                  "nr_mlock_stack",
                  "nr_mlock_stack_pages",
                  "mlock()ed pages found and moved off LRU"),
              new ZoneField("nr_kernel_stack", "nr_kernel_stacks", "Number of kernel stacks"),
              new ZoneField("nr_mapped", "nr_mapped_pages", "Number of mapped pages"),
              new ZoneField("nr_dirty", "nr_dirty_pages", "Number of dirty pages"),
              new ZoneField("nr_writeback", "nr_writeback_pages", "Number of writeback pages"),
              new ZoneField(
                  "nr_unevictable", "nr_unevictable_pages", "Number of unevictable pages"),
              new ZoneField(
                  "nr_shmem", "nr_shmem_pages", "Number of shmem pages (included tmpfs/GEM pages)"),
              new ZoneField("nr_dirtied", "nr_dirtied_total", "Page dirtyings since bootup"),
              new ZoneField("nr_written", "nr_written_total", "Page writings since bootup"),
              new ZoneField("numa_hit", "numa_hit_total", "Allocated in intended node"),
              new ZoneField("numa_miss", "numa_miss_total", "Allocated in non intended node"),
              new ZoneField(
                  "numa_foreign", "numa_foreign_total", "Was intended here, hit elsewhere"),
              new ZoneField(
                  "numa_interleave", "numa_interleave_total", "Interleaver preferred this zone"),
              new ZoneField("numa_local", "numa_local_total", "Allocation from local node"),
              new ZoneField("numa_other", "numa_other_total", "Allocation from other node"))
          .collect(Collectors.toUnmodifiableMap(ZoneField::field, Function.identity()));

  private ZoneField(String field, String name, String help) {
    this(field, metric("node_zoneinfo_" + name, help));
  }

  private static MetricDescriptor metric(String name, String help) {
    return name.endsWith("_total")
        ? MetricDescriptor.counter(name, help, "node", "zone")
        : MetricDescriptor.gauge(name, help, "node", "zone");
  }
}
