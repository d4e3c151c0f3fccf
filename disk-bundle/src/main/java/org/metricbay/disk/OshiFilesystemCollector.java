package org.metricbay.disk;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.metricbay.api.Collector;
import org.metricbay.api.Labels;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricPlugin;
import org.metricbay.platform.OshiHost;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import oshi.software.os.OSFileStore;

/**
 * How full file systems are, where there is no Linux kernel to ask:
 *
 * <pre>
 * node_filesystem_size_bytes{device="…",device_error="",fstype="NTFS",mountpoint="C:\\"} 5e+11
 * node_filesystem_readonly{device="…",device_error="",fstype="NTFS",mountpoint="C:\\"} 0
 * </pre>
 */
@Component(configurationPolicy = ConfigurationPolicy.IGNORE)
@Collector(name = "filesystem", description = "Size, free space and inodes of each file system.")
public final class OshiFilesystemCollector implements MetricPlugin {
  private final OshiHost host;
  private final DiskSettings settings;

  /** Asks OSHI about the file systems that the settings choose. */
  @Activate
  public OshiFilesystemCollector(
      @Reference OshiHost host,
      @Reference(target = "(collectors.filesystem=true)") DiskSettings settings) {
    this.host = host;
    this.settings = settings;
  }

  @Override
  public List<MetricFamily> collect() {
    return families(host.get().getOperatingSystem().getFileSystem().getFileStores(), settings);
  }

  static List<MetricFamily> families(List<OSFileStore> stores, DiskSettings settings) {
    FilesystemFamilies families = new FilesystemFamilies();
    Set<Labels> known = new HashSet<>();
    for (OSFileStore store : stores) {
      Labels labels =
          FilesystemFamilies.labels(store.getVolume(), store.getMount(), store.getType(), "");
      if (settings.mounts().wants(store.getMount(), store.getType()) && known.add(labels)) {
        families.addState(labels, Mount.has(store.getOptions(), "ro"), false);
        families.addSpace(
            labels,
            (double) store.getTotalSpace(),
            (double) store.getFreeSpace(),
            (double) store.getUsableSpace());
        // Windows has no inodes, for which OSHI says 0.
        if (store.getTotalInodes() > 0) {
          families.addFiles(
              labels, (double) store.getTotalInodes(), (double) store.getFreeInodes());
        }
      }
    }
    return families.build();
  }
}
