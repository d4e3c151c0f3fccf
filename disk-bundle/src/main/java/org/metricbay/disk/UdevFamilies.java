package org.metricbay.disk;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.metricbay.api.MetricFamily;
import org.metricbay.platform.FieldReader;

/** What udev found out about disks, from {@code /run/udev/data}. */
final class UdevFamilies {
  private final MetricFamily.InfoBuilder info =
      MetricFamily.info("node_disk_info", "Info of /sys/block/<block_device>.");
  private final MetricFamily.InfoBuilder filesystem =
      MetricFamily.info("node_disk_filesystem_info", "Info about disk filesystem.");
  private final MetricFamily.InfoBuilder deviceMapper =
      MetricFamily.info("node_disk_device_mapper_info", "Info about disk device mapper.");
  private final MetricFamily.NumberBuilder writeCache =
      MetricFamily.gauge("node_disk_ata_write_cache", "ATA disk has a write cache.");
  private final MetricFamily.NumberBuilder writeCacheEnabled =
      MetricFamily.gauge(
          "node_disk_ata_write_cache_enabled", "ATA disk has its write cache enabled.");
  private final MetricFamily.NumberBuilder rotationRate =
      MetricFamily.gauge(
          "node_disk_ata_rotation_rate_rpm", "ATA disk rotation rate in RPMs (0 for SSDs).");

  /**
   * A block device.
   *
   * @param rotational 1 if its medium turns, else 0
   * @param udev its properties
   */
  record Device(
      String name, String major, String minor, String rotational, Map<String, String> udev) {

    /** As {@code equals}, which for a record is slow without C2. */
    boolean isSameAs(Device other) {
      return name.equals(other.name)
          && major.equals(other.major)
          && minor.equals(other.minor)
          && rotational.equals(other.rotational)
          && udev.equals(other.udev);
    }
  }

  /** The families of these devices. */
  static List<MetricFamily> of(List<Device> devices) {
    UdevFamilies families = new UdevFamilies();
    devices.forEach(families::add);
    return families.build();
  }

  /** Reads the properties in a file of udev: lines such as {@code E:ID_MODEL=X}. */
  static Map<String, String> properties(String text) {
    Map<String, String> properties = new HashMap<>();
    FieldReader line = new FieldReader(text);
    while (line.nextLine()) {
      if (line.startsWith("E:")) {
        properties.put(line.until('=').substring(2), line.rest());
      }
    }
    return properties;
  }

  private void add(Device device) {
    Map<String, String> udev = device.udev();
    info.sample(
        "device", device.name(),
        "major", device.major(),
        "minor", device.minor(),
        "path", get(udev, "ID_PATH"),
        "wwn", get(udev, "ID_WWN"),
        "model", get(udev, "ID_MODEL"),
        "serial", serial(udev),
        "revision", get(udev, "ID_REVISION"),
        "rotational", device.rotational());
    if (has(udev, "ID_FS_TYPE")) {
      filesystem.sample(
          "device", device.name(),
          "type", get(udev, "ID_FS_TYPE"),
          "usage", get(udev, "ID_FS_USAGE"),
          "uuid", get(udev, "ID_FS_UUID"),
          "version", get(udev, "ID_FS_VERSION"));
    }
    if (has(udev, "DM_NAME")) {
      deviceMapper.sample(
          "device", device.name(),
          "name", get(udev, "DM_NAME"),
          "uuid", get(udev, "DM_UUID"),
          "vg_name", get(udev, "DM_VG_NAME"),
          "lv_name", get(udev, "DM_LV_NAME"),
          "lv_layer", get(udev, "DM_LV_LAYER"));
    }
    if (has(udev, "ID_ATA")) {
      addNumber(writeCache, device, get(udev, "ID_ATA_WRITE_CACHE"));
      addNumber(writeCacheEnabled, device, get(udev, "ID_ATA_WRITE_CACHE_ENABLED"));
      addNumber(rotationRate, device, get(udev, "ID_ATA_ROTATION_RATE_RPM"));
    }
  }

  private static void addNumber(MetricFamily.NumberBuilder family, Device device, String text) {
    FieldReader.unsigned(text).ifPresent(value -> family.sample(value, "device", device.name()));
  }

  /** Mostly what is printed on the disk; virtual disks have only ID_SERIAL. */
  private static String serial(Map<String, String> udev) {
    for (String name : List.of("SCSI_IDENT_SERIAL", "ID_SERIAL_SHORT")) {
      if (has(udev, name)) {
        return get(udev, name);
      }
    }
    return get(udev, "ID_SERIAL");
  }

  private static boolean has(Map<String, String> udev, String name) {
    return !get(udev, name).isEmpty();
  }

  private static String get(Map<String, String> udev, String name) {
    return udev.getOrDefault(name, "");
  }

  private List<MetricFamily> build() {
    return List.of(
        info.build(),
        filesystem.build(),
        deviceMapper.build(),
        writeCache.build(),
        writeCacheEnabled.build(),
        rotationRate.build());
  }
}
