package org.metricbay.disk;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
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
  public String name() {
    return "diskstats";
  }

  @Override
  public String description() {
    return "Reads and writes of each disk.";
  }

  @Override
  public List<MetricFamily> collect() {
    return families(host.get().getHardware().getDiskStores(), settings.devices());
  }

  static List<MetricFamily> families(List<HWDiskStore> disks, Predicate<String> wanted) {
    MetricFamily.NumberBuilder reads = DiskCounters.family("reads_completed_total");
    MetricFamily.NumberBuilder readBytes = DiskCounters.family("read_bytes_total");
    MetricFamily.NumberBuilder writes = DiskCounters.family("writes_completed_total");
    MetricFamily.NumberBuilder writtenBytes = DiskCounters.family("written_bytes_total");
    Set<Labels> known = new HashSet<>();
    for (HWDiskStore disk : disks) {
      String name = disk.getName();
      String device = name.startsWith(DEVICES) ? name.substring(DEVICES.length()) : name;
      Labels labels = Labels.of("device", device);
      if (wanted.test(device) && known.add(labels)) {
        reads.sample((double) disk.getReads(), labels);
        readBytes.sample((double) disk.getReadBytes(), labels);
        writes.sample((double) disk.getWrites(), labels);
        writtenBytes.sample((double) disk.getWriteBytes(), labels);
      }
    }
    return List.of(reads.build(), readBytes.build(), writes.build(), writtenBytes.build());
  }
}
