package org.metricbay.disk;

import java.util.ArrayList;
import java.util.List;
import org.metricbay.api.FamilyBuilder;
import org.metricbay.api.Labels;
import org.metricbay.api.MetricDescriptor;
import org.metricbay.api.MetricFamily;

/** The metrics of file systems, kept for the next collection. For use by one thread. */
final class FilesystemFamilies {
  private static final String[] LABELS = {"device", "device_error", "fstype", "mountpoint"};

  private static final MetricDescriptor FILESYSTEM_SIZE_BYTES =
      MetricDescriptor.gauge("node_filesystem_size_bytes", "Filesystem size in bytes.", LABELS);

  private static final MetricDescriptor FILESYSTEM_FREE_BYTES =
      MetricDescriptor.gauge(
          "node_filesystem_free_bytes", "Filesystem free space in bytes.", LABELS);

  private static final MetricDescriptor FILESYSTEM_AVAIL_BYTES =
      MetricDescriptor.gauge(
          "node_filesystem_avail_bytes",
          "Filesystem space available to non-root users in bytes.",
          LABELS);

  private static final MetricDescriptor FILESYSTEM_FILES =
      MetricDescriptor.gauge("node_filesystem_files", "Filesystem total file nodes.", LABELS);

  private static final MetricDescriptor FILESYSTEM_FILES_FREE =
      MetricDescriptor.gauge(
          "node_filesystem_files_free", "Filesystem total free file nodes.", LABELS);

  private static final MetricDescriptor FILESYSTEM_READONLY =
      MetricDescriptor.gauge("node_filesystem_readonly", "Filesystem read-only status.", LABELS);

  private static final MetricDescriptor FILESYSTEM_DEVICE_ERROR =
      MetricDescriptor.gauge(
          "node_filesystem_device_error",
          "Whether an error occurred while getting statistics for the given device.",
          LABELS);

  private static final MetricDescriptor FILESYSTEM_MOUNT_INFO =
      MetricDescriptor.info(
          "node_filesystem_mount_info",
          "Filesystem mount information.",
          "device",
          "major",
          "minor",
          "mountpoint");

  private final FamilyBuilder size = FILESYSTEM_SIZE_BYTES.samples();
  private final FamilyBuilder free = FILESYSTEM_FREE_BYTES.samples();
  private final FamilyBuilder available = FILESYSTEM_AVAIL_BYTES.samples();
  private final FamilyBuilder files = FILESYSTEM_FILES.samples();
  private final FamilyBuilder filesFree = FILESYSTEM_FILES_FREE.samples();
  private final FamilyBuilder readOnly = FILESYSTEM_READONLY.samples();
  private final FamilyBuilder deviceError = FILESYSTEM_DEVICE_ERROR.samples();
  private final FamilyBuilder mountInfo = FILESYSTEM_MOUNT_INFO.samples();
  private final List<FamilyBuilder> all =
      List.of(size, free, available, files, filesFree, readOnly, deviceError, mountInfo);

  static Labels labels(String device, String mountPoint, String fsType, String error) {
    return FILESYSTEM_SIZE_BYTES.labels(device, error, fsType, mountPoint);
  }

  /** Begins without file systems. */
  void begin() {
    all.forEach(FamilyBuilder::begin);
  }

  void addState(Labels labels, boolean isReadOnly, boolean isError) {
    deviceError.add(isError ? 1 : 0, labels);
    readOnly.add(isReadOnly ? 1 : 0, labels);
  }

  void addSpace(Labels labels, double total, double unused, double forUsers) {
    size.add(total, labels);
    free.add(unused, labels);
    available.add(forUsers, labels);
  }

  void addFiles(Labels labels, double total, double unused) {
    files.add(total, labels);
    filesFree.add(unused, labels);
  }

  void addMountInfo(Mount mount) {
    mountInfo.add(1, mount.device(), mount.major(), mount.minor(), mount.shownPoint());
  }

  List<MetricFamily> build() {
    List<MetricFamily> built = new ArrayList<>(all.size());
    for (FamilyBuilder family : all) {
      built.add(family.build());
    }
    return built;
  }
}
