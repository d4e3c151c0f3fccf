package org.metricbay.disk;

import java.util.List;
import org.metricbay.api.Labels;
import org.metricbay.api.MetricFamily;

/** The metrics of file systems. */
final class FilesystemFamilies {
  private final MetricFamily.NumberBuilder size =
      MetricFamily.gauge("node_filesystem_size_bytes", "Filesystem size in bytes.");
  private final MetricFamily.NumberBuilder free =
      MetricFamily.gauge("node_filesystem_free_bytes", "Filesystem free space in bytes.");
  private final MetricFamily.NumberBuilder available =
      MetricFamily.gauge(
          "node_filesystem_avail_bytes", "Filesystem space available to non-root users in bytes.");
  private final MetricFamily.NumberBuilder files =
      MetricFamily.gauge("node_filesystem_files", "Filesystem total file nodes.");
  private final MetricFamily.NumberBuilder filesFree =
      MetricFamily.gauge("node_filesystem_files_free", "Filesystem total free file nodes.");
  private final MetricFamily.NumberBuilder readOnly =
      MetricFamily.gauge("node_filesystem_readonly", "Filesystem read-only status.");
  private final MetricFamily.NumberBuilder deviceError =
      MetricFamily.gauge(
          "node_filesystem_device_error",
          "Whether an error occurred while getting statistics for the given device.");
  private final MetricFamily.InfoBuilder mountInfo =
      MetricFamily.info("node_filesystem_mount_info", "Filesystem mount information.");

  static Labels labels(String device, String mountPoint, String fsType, String error) {
    return Labels.of(
        "device", device, "device_error", error, "fstype", fsType, "mountpoint", mountPoint);
  }

  void addState(Labels labels, boolean isReadOnly, boolean isError) {
    deviceError.sample(isError ? 1 : 0, labels);
    readOnly.sample(isReadOnly ? 1 : 0, labels);
  }

  void addSpace(Labels labels, double total, double unused, double forUsers) {
    size.sample(total, labels);
    free.sample(unused, labels);
    available.sample(forUsers, labels);
  }

  void addFiles(Labels labels, double total, double unused) {
    files.sample(total, labels);
    filesFree.sample(unused, labels);
  }

  void addMountInfo(Mount mount) {
    mountInfo.sample(
        "device", mount.device(),
        "major", mount.major(),
        "minor", mount.minor(),
        "mountpoint", mount.mountPoint());
  }

  List<MetricFamily> build() {
    return List.of(
        size.build(),
        free.build(),
        available.build(),
        files.build(),
        filesFree.build(),
        readOnly.build(),
        deviceError.build(),
        mountInfo.build());
  }
}
