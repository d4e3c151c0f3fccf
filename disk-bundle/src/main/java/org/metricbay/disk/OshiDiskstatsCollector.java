package org.metricbay.disk;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.metricbay.api.Collector;
import org.metricbay.api.FamilyBuilder;
import org.metricbay.api.Labels;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricPlugin;
import org.metricbay.platform.OshiHost;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import oshi.hardware.HWDiskStore;

/**
 * Disk traffic where there is no Linux kernel to ask:
 *
 * <pre>
 * node_disk_read_bytes_total{device="disk0"} 5.13708655616e+11
 * node_disk_writes_completed_total{device="disk0"} 3.9231014e+07
 * </pre>
 *
 * <p>OSHI's transfer time and queue length are left out: they do not mean on every system what the
 * metrics of busy time and running requests mean on Linux.
 */
@Component(configurationPolicy = ConfigurationPolicy.IGNORE)
@Collector(name = "diskstats", description = "Reads and writes of each disk.")
public final class OshiDiskstatsCollector implements MetricPlugin {
  private static final String DEVICES = "/dev/";

  private final OshiHost host;
  private final DiskSettings settings;

  /** Asks OSHI about the disks that the settings choose. */
  @Activate
  public OshiDiskstatsCollector(
      @Reference OshiHost host,
      @Reference(target = "(collectors.diskstats=true)") DiskSettings settings) {
    this.host = host;
    this.settings = settings;
  }

  @Override
  public List<MetricFamily> collect() {
    return families(host.get().getHardware().getDiskStores(), settings.devices());
  }

  static List<MetricFamily> families(List<HWDiskStore> disks, Predicate<String> wanted) {
    FamilyBuilder reads = DiskCounters.READS.samples();
    FamilyBuilder readBytes = DiskCounters.READ_BYTES.samples();
    FamilyBuilder writes = DiskCounters.WRITES.samples();
    FamilyBuilder writtenBytes = DiskCounters.WRITTEN_BYTES.samples();
    Set<Labels> known = new HashSet<>();
    for (HWDiskStore disk : disks) {
      String name = disk.getName();
      String device = name.startsWith(DEVICES) ? name.substring(DEVICES.length()) : name;
      Labels labels = DiskCounters.READS.labels(device);
      if (wanted.test(device) && known.add(labels)) {
        reads.add((double) disk.getReads(), labels);
        readBytes.add((double) disk.getReadBytes(), labels);
        writes.add((double) disk.getWrites(), labels);
        writtenBytes.add((double) disk.getWriteBytes(), labels);
      }
    }
    return List.of(reads.build(), readBytes.build(), writes.build(), writtenBytes.build());
  }
}
