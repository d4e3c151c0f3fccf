package org.metricbay.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.metricbay.api.Collector;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricPlugin;
import org.metricbay.platform.KernelFiles;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/**
 * What bcachefs counts of each file system, from {@code /sys/fs/bcachefs}:
 *
 * <pre>
 * node_bcachefs_fsync_total{uuid="deadbeef-…"} 1.515147e+06
 * node_bcachefs_device_io_errors_total{device="6",type="read",uuid="deadbeef-…"} 18828
 * node_bcachefs_compression_compressed_bytes{algorithm="lz4",uuid="deadbeef-…"} 5.2505995673e+10
 * </pre>
 */
@Component(
    reference =
        @Reference(
            name = "settings",
            service = StorageSettings.class,
            target = "(collectors.bcachefs=true)"),
    configurationPolicy = ConfigurationPolicy.IGNORE)
@Collector(
    name = "bcachefs",
    description = "Counters, errors, compression and devices of each bcachefs file system.")
public final class BcachefsCollector implements MetricPlugin {
  private static final String DEVICE = "dev-";

  private final KernelFiles files;

  /** Reads from a kernel's files. */
  @Activate
  public BcachefsCollector(@Reference KernelFiles files) {
    this.files = files;
  }

  @Override
  public List<MetricFamily> collect() throws IOException {
    BcachefsFamilies families = new BcachefsFamilies();
    Path folder = files.sys("fs/bcachefs");
    for (String uuid : files.list(folder)) {
      add(families, uuid, folder.resolve(uuid));
    }
    return families.build();
  }

  private void add(BcachefsFamilies families, String uuid, Path folder) throws IOException {
    List<String> names = files.list(folder);
    if (names.isEmpty()) {
      return;
    }
    families.add(BcachefsFamilies.INFO, 1, "uuid", uuid);
    addSize(families, BcachefsFamilies.CACHE, folder.resolve("btree_cache_size"), "uuid", uuid);
    files
        .find(folder.resolve("compression_stats"))
        .ifPresent(text -> families.addCompression(uuid, text));
    files.find(folder.resolve("errors")).ifPresent(text -> families.addErrors(uuid, text));
    files
        .find(folder.resolve("btree_write_stats"))
        .ifPresent(text -> families.addWrites(uuid, text));
    for (String counter : files.list(folder.resolve("counters"))) {
      files
          .find(folder.resolve("counters").resolve(counter))
          .ifPresent(text -> families.addCounter(uuid, counter, text));
    }
    for (String name : names) {
      if (name.startsWith(DEVICE)) {
        addDevice(families, uuid, name.substring(DEVICE.length()), folder.resolve(name));
      }
    }
  }

  private void addDevice(BcachefsFamilies families, String uuid, String device, Path folder)
      throws IOException {
    String[] labels = {"uuid", uuid, "device", device};
    families.add(
        BcachefsFamilies.DEVICE_INFO,
        1,
        "uuid",
        uuid,
        "device",
        device,
        "label",
        files.line(folder.resolve("label")).orElse(""),
        "state",
        files.line(folder.resolve("state")).orElse(""));
    addSize(families, BcachefsFamilies.BUCKET_SIZE, folder.resolve("bucket_size"), labels);
    addSize(families, BcachefsFamilies.BUCKETS, folder.resolve("nbuckets"), labels);
    addSize(families, BcachefsFamilies.DURABILITY, folder.resolve("durability"), labels);
    files.find(folder.resolve("io_done")).ifPresent(text -> families.addDone(uuid, device, text));
    files
        .find(folder.resolve("io_errors"))
        .ifPresent(text -> families.addIoErrors(uuid, device, text));
  }

  private void addSize(
      BcachefsFamilies families, Families.Value value, Path file, String... labels) {
    files
        .line(file)
        .ifPresent(
            text ->
                BcachefsFamilies.size(text)
                    .ifPresent(number -> families.add(value, number, labels)));
  }
}
