package org.metricbay.disk;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.metricbay.api.FamilyBuilder;
import org.metricbay.api.MetricDescriptor;
import org.metricbay.api.MetricFamily;
import org.metricbay.platform.FieldReader;

/** udev's properties of disks, from {@code /run/udev/data}. */
final class UdevFamilies {
  private static final MetricDescriptor DISK_INFO =
      MetricDescriptor.info(
          "node_disk_info",
          "Info of /sys/block/<block_device>.",
          "device",
          "major",
          "minor",
          "path",
          "wwn",
          "model",
          "serial",
          "revision",
          "rotational");

  private static final MetricDescriptor DISK_FILESYSTEM_INFO =
      MetricDescriptor.info(
          "node_disk_filesystem_info",
          "Info about disk filesystem.",
          "device",
          "type",
          "usage",
          "uuid",
          "version");

  private static final MetricDescriptor DISK_DEVICE_MAPPER_INFO =
      MetricDescriptor.info(
          "node_disk_device_mapper_info",
          "Info about disk device mapper.",
          "device",
          "name",
          "uuid",
          "vg_name",
          "lv_name",
          "lv_layer");

  private static final MetricDescriptor DISK_ATA_WRITE_CACHE =
      MetricDescriptor.gauge("node_disk_ata_write_cache", "ATA disk has a write cache.", "device");

  private static final MetricDescriptor DISK_ATA_WRITE_CACHE_ENABLED =
      MetricDescriptor.gauge(
          "node_disk_ata_write_cache_enabled", "ATA disk has its write cache enabled.", "device");

  private static final MetricDescriptor DISK_ATA_ROTATION_RATE_RPM =
      MetricDescriptor.gauge(
          "node_disk_ata_rotation_rate_rpm",
          "ATA disk rotation rate in RPMs (0 for SSDs).",
          "device");

  private final FamilyBuilder info = DISK_INFO.samples();
  private final FamilyBuilder filesystem = DISK_FILESYSTEM_INFO.samples();
  private final FamilyBuilder deviceMapper = DISK_DEVICE_MAPPER_INFO.samples();
  private final FamilyBuilder writeCache = DISK_ATA_WRITE_CACHE.samples();
  private final FamilyBuilder writeCacheEnabled = DISK_ATA_WRITE_CACHE_ENABLED.samples();
  private final FamilyBuilder rotationRate = DISK_ATA_ROTATION_RATE_RPM.samples();

  /**
   * A block device.
   *
   * @param rotational 1 if its medium turns, otherwise 0
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
    info.add(
        1,
        device.name(),
        device.major(),
        device.minor(),
        get(udev, "ID_PATH"),
        get(udev, "ID_WWN"),
        get(udev, "ID_MODEL"),
        serial(udev),
        get(udev, "ID_REVISION"),
        device.rotational());
    if (has(udev, "ID_FS_TYPE")) {
      filesystem.add(
          1,
          device.name(),
          get(udev, "ID_FS_TYPE"),
          get(udev, "ID_FS_USAGE"),
          get(udev, "ID_FS_UUID"),
          get(udev, "ID_FS_VERSION"));
    }
    if (has(udev, "DM_NAME")) {
      deviceMapper.add(
          1,
          device.name(),
          get(udev, "DM_NAME"),
          get(udev, "DM_UUID"),
          get(udev, "DM_VG_NAME"),
          get(udev, "DM_LV_NAME"),
          get(udev, "DM_LV_LAYER"));
    }
    if (has(udev, "ID_ATA")) {
      addNumber(writeCache, device, get(udev, "ID_ATA_WRITE_CACHE"));
      addNumber(writeCacheEnabled, device, get(udev, "ID_ATA_WRITE_CACHE_ENABLED"));
      addNumber(rotationRate, device, get(udev, "ID_ATA_ROTATION_RATE_RPM"));
    }
  }

  private static void addNumber(FamilyBuilder family, Device device, String text) {
    FieldReader.unsigned(text).ifPresent(value -> family.add(value, device.name()));
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
