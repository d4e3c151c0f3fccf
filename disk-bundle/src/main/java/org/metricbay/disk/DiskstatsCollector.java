package org.metricbay.disk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.metricbay.api.Collector;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricPlugin;
import org.metricbay.platform.FieldReader;
import org.metricbay.platform.KernelFiles;
import org.metricbay.platform.KnownFields;
import org.metricbay.platform.KnownNames;
import org.metricbay.platform.SysfsNames;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/**
 * Disk traffic from {@code /proc/diskstats}, with what udev knows of the disks:
 *
 * <pre>
 * node_disk_read_bytes_total{device="dm-0"} 5.13708655616e+11
 * node_disk_io_time_seconds_total{device="dm-0"} 11325.968
 * node_disk_info{device="sda",major="8",minor="0",model="…",rotational="1",…} 1
 * </pre>
 */
@Component(configurationPolicy = ConfigurationPolicy.IGNORE)
@Collector(
    name = "diskstats",
    description =
        "Reads, writes, discards, flushes and busy time of each disk, its model and serial.")
public final class DiskstatsCollector implements MetricPlugin {
  private final KernelFiles files;
  private final KnownNames wanted;
  private final KnownFields<String> words = new KnownFields<>(word -> word);
  private final KnownDevices known = new KnownDevices();
  private final DiskCounters counters = new DiskCounters();

  /** Reads from a kernel's files the disks that the settings choose. */
  @Activate
  public DiskstatsCollector(
      @Reference KernelFiles files,
      @Reference(target = "(collectors.diskstats=true)") DiskSettings settings) {
    this.files = files;
    this.wanted = new KnownNames(settings::devices);
  }

  @Override
  public List<MetricFamily> collect() throws IOException {
    FieldReader lines = files.records(files.proc("diskstats"));
    return parse(lines, words, counters, wanted, known, this::device);
  }

  static List<MetricFamily> parse(
      FieldReader lines,
      KnownFields<String> words,
      DiskCounters counters,
      Predicate<String> wanted,
      KnownDevices known,
      Udev udev) {
    List<UdevFamilies.Device> devices = new ArrayList<>();
    List<MetricFamily> unusable = new ArrayList<>(0);
    counters.begin();
    words.begin();
    lines.eachLine(
        "diskstats",
        line -> {
          String major = words.ofNext(line);
          String minor = words.ofNext(line);
          String device = words.ofNext(line);
          if (wanted.test(device)) {
            counters.add(device, line);
            devices.add(udev.device(device, major, minor));
          }
        },
        (what, why) -> unusable.add(MetricFamily.unusable(what, why)));
    List<MetricFamily> families = new ArrayList<>(counters.families());
    families.addAll(known.families(devices));
    families.addAll(unusable);
    return families;
  }

  /** Tells what udev and the kernel know of a device. */
  @FunctionalInterface
  interface Udev {
    UdevFamilies.Device device(String name, String major, String minor);
  }

  private UdevFamilies.Device device(String name, String major, String minor) {
    return new UdevFamilies.Device(
        name, major, minor, rotational(name), properties(major + ":" + minor));
  }

  /** A device without a queue, such as a partition, is said not to turn, as node_exporter does. */
  private String rotational(String device) {
    return files
        .line(files.sys("block").resolve(SysfsNames.of(device)).resolve("queue/rotational"))
        .filter("1"::equals)
        .orElse("0");
  }

  /** None where there is no udev, as in a container, or where it does not know the device. */
  private Map<String, String> properties(String numbers) {
    Path file = files.udevData().resolve("b" + numbers);
    try {
      // Asked first, as an exception costs more.
      return file.toFile().exists() ? UdevFamilies.properties(files.read(file)) : Map.of();
    } catch (IOException absent) {
      return Map.of();
    }
  }
}
