package org.metricbay.cpu;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleConsumer;
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
public final class ThermalZoneCollector implements MetricPlugin {
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
  public String name() {
    return "thermal_zone";
  }

  @Override
  public String description() {
    return "Temperatures of thermal zones, states of cooling devices.";
  }

  @Override
  public List<MetricFamily> collect() {
    MetricFamily.NumberBuilder temperatures =
        MetricFamily.gauge("node_thermal_zone_temp", "Zone temperature in Celsius");
    MetricFamily.NumberBuilder states =
        MetricFamily.gauge(
            "node_cooling_device_cur_state", "Current throttle state of the cooling device");
    MetricFamily.NumberBuilder maxima =
        MetricFamily.gauge(
            "node_cooling_device_max_state", "Maximum throttle state of the cooling device");
    Path thermal = files.sys("class/thermal");
    for (String name : files.list(thermal)) {
      Path folder = thermal.resolve(name);
      Optional<String> type = files.line(folder.resolve("type"));
      if (type.isPresent() && name.startsWith(ZONE)) {
        String zone = name.substring(ZONE.length());
        number(
            folder.resolve("temp"),
            temp ->
                temperatures.sample(
                    temp / MILLIDEGREES_PER_DEGREE, "type", type.get(), "zone", zone));
      } else if (type.isPresent() && name.startsWith(DEVICE)) {
        String device = name.substring(DEVICE.length());
        number(
            folder.resolve("cur_state"),
            state -> states.sample(state, "name", device, "type", type.get()));
        number(
            folder.resolve("max_state"),
            state -> maxima.sample(state, "name", device, "type", type.get()));
      }
    }
    return List.of(temperatures.build(), states.build(), maxima.build());
  }

  /** Temperatures may be below zero, and so may states. */
  private void number(Path file, DoubleConsumer user) {
    Optional<String> line = files.line(file);
    if (line.isPresent()) {
      FieldReader reader = new FieldReader(line.get());
      reader.nextLine();
      user.accept(reader.number());
    }
  }
}
