package org.metricbay.system;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.metricbay.api.FamilyBuilder;
import org.metricbay.api.MetricDescriptor;
import org.metricbay.api.MetricFamily;
import org.metricbay.platform.FieldReader;
import org.metricbay.platform.KernelFiles;

/**
 * What the kernel can measure time with, and what it does, from {@code
 * /sys/devices/system/clocksource}. For use by one thread at a time.
 */
final class ClockSources {
  private static final MetricDescriptor TIME_CLOCKSOURCE_AVAILABLE_INFO =
      MetricDescriptor.gauge(
          "node_time_clocksource_available_info",
          "Available clocksources read from '/sys/devices/system/clocksource'.",
          "clocksource",
          "device");

  private static final MetricDescriptor TIME_CLOCKSOURCE_CURRENT_INFO =
      MetricDescriptor.gauge(
          "node_time_clocksource_current_info",
          "Current clocksource read from '/sys/devices/system/clocksource'.",
          "clocksource",
          "device");

  /** The files of one device. */
  private record Device(Path available, Path current) {
    static Device in(Path folder) {
      return new Device(
          folder.resolve("available_clocksource"), folder.resolve("current_clocksource"));
    }
  }

  private final KernelFiles files;
  private List<Device> devices = List.of();
  private List<String> lines = List.of();
  private List<MetricFamily> families = List.of();

  ClockSources(KernelFiles files) {
    this.files = files;
  }

  List<MetricFamily> families() {
    if (devices.isEmpty()) {
      devices = listed(); // A kernel has always the same ones.
    }
    List<String> now = new ArrayList<>(2 * devices.size());
    for (Device device : devices) {
      now.add(files.line(device.available()).orElse(""));
      now.add(files.line(device.current()).orElse(""));
    }
    // They hardly ever change.
    if (families.isEmpty() || !now.equals(lines)) {
      lines = now;
      families = of(now);
    }
    return families;
  }

  /** Devices are counted in the order of their names, as node_exporter does. */
  private List<Device> listed() {
    Path folder = files.sys("devices/system/clocksource");
    return files.list(folder).stream()
        .filter(name -> name.startsWith("clocksource"))
        .map(name -> Device.in(folder.resolve(name)))
        .toList();
  }

  /**
   * From the lines of the files.
   *
   * @param lines those of one device after those of another, what is available before what is used
   */
  private static List<MetricFamily> of(List<String> lines) {
    FamilyBuilder available = TIME_CLOCKSOURCE_AVAILABLE_INFO.samples();
    FamilyBuilder current = TIME_CLOCKSOURCE_CURRENT_INFO.samples();
    for (int i = 0; i < lines.size(); i++) {
      add(i % 2 == 0 ? available : current, lines.get(i), Integer.toString(i / 2));
    }
    return List.of(available.build(), current.build());
  }

  private static void add(FamilyBuilder family, String sources, String device) {
    FieldReader reader = new FieldReader(sources);
    if (reader.nextLine()) {
      while (reader.hasNext()) {
        family.add(1, reader.next(), device);
      }
    }
  }
}
