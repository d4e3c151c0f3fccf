package org.metricbay.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
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
 * Space and commits of btrfs, from {@code /sys/fs/btrfs}:
 *
 * <pre>
 * node_btrfs_info{label="home",uuid="0abb23a9-…"} 1
 * node_btrfs_used_bytes{block_group_type="data",mode="raid0",uuid="0abb23a9-…"} 8.08189952e+08
 * node_btrfs_device_size_bytes{device="sdb",uuid="0abb23a9-…"} 1.073741824e+10
 * </pre>
 */
@Component(
    reference =
        @Reference(
            name = "settings",
            service = StorageSettings.class,
            target = "(collectors.btrfs=true)"),
    configurationPolicy = ConfigurationPolicy.IGNORE)
@Collector(
    name = "btrfs",
    description = "Space by kind and layout, devices and commits of each btrfs file system.")
public final class BtrfsCollector implements MetricPlugin {
  private static final Value INFO = Value.gauge("node_btrfs_info", "Filesystem information");

  private static final Value RESERVE =
      Value.gauge("node_btrfs_global_rsv_size_bytes", "Size of global reserve.");

  private static final Value DEVICE =
      Value.gauge(
              "node_btrfs_device_size_bytes", "Size of a device that is part of the filesystem.")
          .times(512);

  private static final Value RESERVED =
      Value.gauge("node_btrfs_reserved_bytes", "Amount of space reserved for a data type");

  private static final Value USED =
      Value.gauge("node_btrfs_used_bytes", "Amount of used space by a layout/data type");

  private static final Value SIZE =
      Value.gauge("node_btrfs_size_bytes", "Amount of space allocated for a layout/data type");

  private static final Value RATIO =
      Value.gauge("node_btrfs_allocation_ratio", "Data allocation ratio for a layout/data type");

  private static final Value COMMITS =
      Value.count("node_btrfs_commits_total", "The total number of commits that have occurred.");

  /** Milliseconds, by their names in the file. */
  private static final Map<String, Value> COMMIT_TIMES =
      Map.of(
          "last_commit_ms",
          Value.gauge(
              "node_btrfs_last_commit_seconds", "Duration of the most recent commit, in seconds."),
          "max_commit_ms",
          Value.gauge(
              "node_btrfs_max_commit_seconds", "Duration of the slowest commit, in seconds."),
          "total_commit_ms",
          Value.count(
              "node_btrfs_commit_seconds_total",
              "Sum of the duration of all commits, in seconds."));

  private static final double MILLISECONDS_PER_SECOND = 1000;

  private final KernelFiles files;

  /** Reads from a kernel's files. */
  @Activate
  public BtrfsCollector(@Reference KernelFiles files) {
    this.files = files;
  }

  @Override
  public List<MetricFamily> collect() throws IOException {
    Families families = new Families();
    Path folder = files.sys("fs/btrfs");
    for (String name : files.list(folder)) {
      // Others, such as features, are about no file system.
      if (name.contains("-")) {
        add(families, name, folder.resolve(name));
      }
    }
    return families.build();
  }

  private void add(Families families, String name, Path folder) throws IOException {
    String uuid = files.line(folder.resolve("metadata_uuid")).orElse(name);
    families.add(INFO, 1, "uuid", uuid, "label", files.line(folder.resolve("label")).orElse(""));
    Path allocation = folder.resolve("allocation");
    addNumber(families, RESERVE, allocation.resolve("global_rsv_size"), "uuid", uuid);
    // As in node_exporter, a kernel before 6.0, which does not count commits, has made none.
    parseCommits(files.find(folder.resolve("commit_stats")).orElse(""), uuid, families);
    List<String> devices = files.list(folder.resolve("devices"));
    for (String device : devices) {
      Path size = folder.resolve("devices").resolve(device).resolve("size");
      addNumber(families, DEVICE, size, "uuid", uuid, "device", SysfsNames.device(device));
    }
    for (String kind : List.of("data", "metadata", "system")) {
      addKind(families, allocation.resolve(kind), devices.size(), uuid, kind);
    }
  }

  private void addKind(Families families, Path folder, int devices, String uuid, String kind) {
    String[] labels = {"uuid", uuid, "block_group_type", kind};
    addNumber(families, RESERVED, folder.resolve("bytes_reserved"), labels);
    for (String mode : files.list(folder)) {
      Path layout = folder.resolve(mode);
      if (files.number(layout.resolve("total_bytes")).isPresent()) {
        String[] all = {"uuid", uuid, "block_group_type", kind, "mode", mode};
        addNumber(families, USED, layout.resolve("used_bytes"), all);
        addNumber(families, SIZE, layout.resolve("total_bytes"), all);
        families.add(RATIO, ratio(mode, devices), all);
      }
    }
  }

  private void addNumber(Families families, Value value, Path file, String... labels) {
    files.number(file).ifPresent(number -> families.add(value, number, labels));
  }

  static void parseCommits(String stats, String uuid, Families families) {
    Map<String, Double> numbers = new HashMap<>();
    new FieldReader(stats)
        .eachUsableLine(
            "btrfs/" + uuid + "/commit_stats",
            line -> {
              String name = line.next();
              numbers.put(name, Double.NaN); // Unless it can be read.
              numbers.put(name, line.number());
            },
            families::leaveOut);
    addCommits(families, COMMITS, numbers.getOrDefault("commits", 0.0), uuid);
    COMMIT_TIMES.forEach(
        (name, value) ->
            addCommits(
                families, value, numbers.getOrDefault(name, 0.0) / MILLISECONDS_PER_SECOND, uuid));
  }

  private static void addCommits(Families families, Value value, double number, String uuid) {
    if (!Double.isNaN(number)) {
      families.add(value, number, "uuid", uuid);
    }
  }

  /** How many bytes on devices a byte of data takes. */
  static double ratio(String mode, double devices) {
    return switch (mode) {
      case "single", "raid0" -> 1;
      case "dup", "raid1", "raid10" -> 2;
      case "raid1c3" -> 3;
      case "raid1c4" -> 4;
      case "raid5" -> devices / (devices - 1);
      case "raid6" -> devices / (devices - 2);
      default -> 0;
    };
  }
}
