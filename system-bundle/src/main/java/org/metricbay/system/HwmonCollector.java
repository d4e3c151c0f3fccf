package org.metricbay.system;

import java.util.List;
import org.metricbay.api.Collector;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricPlugin;
import org.metricbay.platform.KernelFiles;
import org.metricbay.platform.NameFilter;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/**
 * Temperatures, fans, voltages and whatever else sensors measure, from {@code /sys/class/hwmon}:
 *
 * <pre>
 * node_hwmon_temp_celsius{chip="platform_coretemp_0",sensor="temp1"} 55
 * node_hwmon_fan_rpm{chip="nct6779",sensor="fan2"} 1098
 * node_hwmon_sensor_label{chip="platform_coretemp_0",label="Package id 0",sensor="temp1"} 1
 * </pre>
 */
@Component(configurationPolicy = ConfigurationPolicy.IGNORE)
@Collector(
    name = "hwmon",
    description = "Temperatures, fans, voltages and other sensors of the hardware.")
public final class HwmonCollector implements MetricPlugin {
  private final KernelFiles files;
  private final SystemSettings settings;

  /** Reads from a kernel's files what the settings choose. */
  @Activate
  public HwmonCollector(
      @Reference KernelFiles files,
      @Reference(target = "(collectors.hwmon=true)") SystemSettings settings) {
    this.files = files;
    this.settings = settings;
  }

  @Override
  public List<MetricFamily> collect() {
    NameFilter chips = settings.hwmonChips();
    NameFilter sensors = settings.hwmonSensors();
    HwmonFamilies families = new HwmonFamilies();
    for (HwmonChip chip : HwmonChip.list(files)) {
      if (chips.test(chip.label())) {
        if (!chip.name().isEmpty()) {
          families.addChip(chip.label(), chip.name());
        }
        chip.sensors(files)
            .forEach(
                (sensor, elements) -> {
                  if (sensors.test(chip.label() + ";" + sensor)) {
                    families.addSensor(chip.label(), sensor, elements);
                  }
                });
      }
    }
    return families.build();
  }
}
