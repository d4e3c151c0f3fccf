package org.metricbay.system;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TimeZone;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricPlugin;
import org.metricbay.platform.FieldReader;
import org.metricbay.platform.KernelFiles;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/**
 * The time, and what the kernel measures it with, from {@code /sys/devices/system/clocksource}:
 *
 * <pre>
 * node_time_seconds 1.7e+09
 * node_time_zone_offset_seconds{time_zone="CET"} 3600
 * node_time_clocksource_current_info{clocksource="tsc",device="0"} 1
 * </pre>
 */
@Component(
    reference =
        @Reference(
            name = "settings",
            service = SystemSettings.class,
            target = "(collectors.time=true)"),
    configurationPolicy = ConfigurationPolicy.IGNORE)
public final class TimeCollector implements MetricPlugin {

  /** The files of one device. */
  private record ClockSource(Path available, Path current) {
    static ClockSource in(Path folder) {
      return new ClockSource(
          folder.resolve("available_clocksource"), folder.resolve("current_clocksource"));
    }
  }

  private final KernelFiles files;
  private List<ClockSource> clockSources = List.of();
  private final TimeFamilies time = new TimeFamilies();

  /** Reads from a kernel's files. */
  @Activate
  public TimeCollector(@Reference KernelFiles files) {
    this.files = files;
  }

  @Override
  public String name() {
    return "time";
  }

  @Override
  public String description() {
    return "The time, its zone, and what it is measured with.";
  }

  @Override
  public List<MetricFamily> collect() {
    List<MetricFamily> families = new ArrayList<>(time.at(Instant.now(), TimeZone.getDefault()));
    families.addAll(clockSources());
    return families;
  }

  /** Devices are counted in the order of their names, as node_exporter does. */
  private List<ClockSource> listed() {
    Path folder = files.sys("devices/system/clocksource");
    return files.list(folder).stream()
        .filter(name -> name.startsWith("clocksource"))
        .map(name -> ClockSource.in(folder.resolve(name)))
        .toList();
  }

  private List<MetricFamily> clockSources() {
    MetricFamily.NumberBuilder available =
        MetricFamily.gauge(
            "node_time_clocksource_available_info",
            "Available clocksources read from '/sys/devices/system/clocksource'.");
    MetricFamily.NumberBuilder current =
        MetricFamily.gauge(
            "node_time_clocksource_current_info",
            "Current clocksource read from '/sys/devices/system/clocksource'.");
    if (clockSources.isEmpty()) {
      clockSources = listed(); // A kernel has always the same ones.
    }
    for (int i = 0; i < clockSources.size(); i++) {
      String device = Integer.toString(i);
      add(available, files.line(clockSources.get(i).available()), device);
      add(current, files.line(clockSources.get(i).current()), device);
    }
    return List.of(available.build(), current.build());
  }

  private static void add(
      MetricFamily.NumberBuilder family, Optional<String> sources, String device) {
    FieldReader reader = new FieldReader(sources.orElse(""));
    if (reader.nextLine()) {
      while (reader.hasNext()) {
        family.sample(1, "clocksource", reader.next(), "device", device);
      }
    }
  }
}
