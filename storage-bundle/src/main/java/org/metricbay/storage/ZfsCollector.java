package org.metricbay.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.metricbay.api.Collector;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricPlugin;
import org.metricbay.platform.KernelFiles;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/**
 * ZFS: its cache, its transactions and its pools, from {@code /proc/spl/kstat/zfs}:
 *
 * <pre>
 * node_zfs_arc_hits 8.772612e+06
 * node_zfs_zpool_state{state="online",zpool="tank"} 1
 * node_zfs_zpool_dataset_nread{dataset="tank/home",zpool="tank"} 2.8e+07
 * </pre>
 */
@Component(
    reference =
        @Reference(
            name = "settings",
            service = StorageSettings.class,
            target = "(collectors.zfs=true)"),
    configurationPolicy = ConfigurationPolicy.IGNORE)
@Collector(name = "zfs", description = "Cache, transactions, pools and data sets of ZFS.")
public final class ZfsCollector implements MetricPlugin {
  /** What the metrics of each file are named after. */
  private static final Map<String, String> SUBSYSTEMS =
      Map.ofEntries(
          Map.entry("abdstats", "abd"),
          Map.entry("arcstats", "arc"),
          Map.entry("dbufstats", "dbuf"),
          Map.entry("dmu_tx", "dmu_tx"),
          Map.entry("dnodestats", "dnode"),
          Map.entry("fm", "fm"),
          Map.entry("vdev_cache_stats", "vdev_cache"),
          Map.entry("vdev_mirror_stats", "vdev_mirror"),
          Map.entry("xuio_stats", "xuio"),
          Map.entry("zfetchstats", "zfetch"),
          Map.entry("zil", "zil"));

  private final KernelFiles files;

  /** Reads from a kernel's files. */
  @Activate
  public ZfsCollector(@Reference KernelFiles files) {
    this.files = files;
  }

  @Override
  public List<MetricFamily> collect() throws IOException {
    ZfsFamilies families = new ZfsFamilies();
    Path folder = files.proc("spl/kstat/zfs");
    for (String name : files.list(folder)) {
      Path path = folder.resolve(name);
      String subsystem = SUBSYSTEMS.get(name);
      if (subsystem != null) {
        files.find(path).ifPresent(text -> families.addAll(subsystem, name, text));
      } else {
        addPool(families, name, path);
      }
    }
    return families.build();
  }

  /** A pool that is exported meanwhile takes its files away. */
  private void addPool(ZfsFamilies families, String pool, Path folder) throws IOException {
    for (String name : files.list(folder)) {
      Path path = folder.resolve(name);
      Optional<String> text = Optional.empty();
      if (name.startsWith("objset-") || name.equals("io") || name.equals("state")) {
        text = files.find(path);
      }
      text.ifPresent(
          given -> {
            switch (name) {
              case "io" -> families.addIo(pool, given);
              case "state" -> families.addState(pool, given);
              default -> families.addDataset(pool, name, given);
            }
          });
    }
  }
}
