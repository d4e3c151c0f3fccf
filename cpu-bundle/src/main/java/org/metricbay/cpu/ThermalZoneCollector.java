package org.metricbay.cpu;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleConsumer;
import org.metricbay.api.Collector;
import org.metricbay.api.FamilyBuilder;
import org.metricbay.api.MetricDescriptor;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricPlugin;
import org.metricbay.platform.FieldReader;
import org.metricbay.platform.KernelFiles;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/**
 * Temperatures and what is done against them, from {@code /sys/class/thermal}:
 *
 * <pre>
 * node_thermal_zone_temp{type="cpu-thermal",zone="0"} 12.376
 * node_cooling_device_cur_state{name="0",type="Processor"} 0
 * </pre>
 */
@Component(
    reference =
        @Reference(
            name = "settings",
            service = CpuSettings.class,
            target = "(collectors.thermal_zone=true)"),
    configurationPolicy = ConfigurationPolicy.IGNORE)
@Collector(
    name = "thermal_zone",
    description = "Temperatures of thermal zones, states of cooling devices.")
public final class ThermalZoneCollector implements MetricPlugin {
  private static final MetricDescriptor THERMAL_ZONE_TEMP =
      MetricDescriptor.gauge(
          "node_thermal_zone_temp", "Zone temperature in Celsius", "type", "zone");

  private static final MetricDescriptor COOLING_DEVICE_CUR_STATE =
      MetricDescriptor.gauge(
          "node_cooling_device_cur_state",
          "Current throttle state of the cooling device",
          "name",
          "type");

  private static final MetricDescriptor COOLING_DEVICE_MAX_STATE =
      MetricDescriptor.gauge(
          "node_cooling_device_max_state",
          "Maximum throttle state of the cooling device",
          "name",
          "type");

  private static final double MILLIDEGREES_PER_DEGREE = 1000;
  private static final String ZONE = "thermal_zone";
  private static final String DEVICE = "cooling_device";

  private final KernelFiles files;

  /** Reads from a kernel's files. */
  @Activate
  public ThermalZoneCollector(@Reference KernelFiles files) {
    this.files = files;
  }

  @Override
  public List<MetricFamily> collect() {
    FamilyBuilder temperatures = THERMAL_ZONE_TEMP.samples();
    FamilyBuilder states = COOLING_DEVICE_CUR_STATE.samples();
    FamilyBuilder maxima = COOLING_DEVICE_MAX_STATE.samples();
    Path thermal = files.sys("class/thermal");
    for (String name : files.list(thermal)) {
      Path folder = thermal.resolve(name);
      Optional<String> type = files.line(folder.resolve("type"));
      if (type.isPresent() && name.startsWith(ZONE)) {
        String zone = name.substring(ZONE.length());
        number(
            folder.resolve("temp"),
            temperatures,
            temp -> temperatures.add(temp / MILLIDEGREES_PER_DEGREE, type.get(), zone));
      } else if (type.isPresent() && name.startsWith(DEVICE)) {
        String device = name.substring(DEVICE.length());
        number(folder.resolve("cur_state"), states, state -> states.add(state, device, type.get()));
        number(folder.resolve("max_state"), maxima, state -> maxima.add(state, device, type.get()));
      }
    }
    return List.of(temperatures.build(), states.build(), maxima.build());
  }

  /** Temperatures may be below zero, and so may states. */
  private void number(Path file, FamilyBuilder family, DoubleConsumer user) {
    Optional<String> line = files.line(file);
    if (line.isPresent()) {
      FieldReader reader = new FieldReader(line.get());
      reader.eachUsableLine(
          files.sysfs().relativize(file).toString(),
          number -> user.accept(number.number()),
          family::leaveOut);
    }
  }
}
