package org.metricbay.system;

import java.util.List;
import java.util.Map;
import org.metricbay.api.Collector;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricPlugin;
import org.metricbay.platform.OshiHost;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import oshi.hardware.Sensors;

/**
 * Temperature, fans and voltage of the CPU where there is no Linux kernel to ask:
 *
 * <pre>
 * node_hwmon_temp_celsius{chip="oshi",sensor="temp1"} 55
 * node_hwmon_fan_rpm{chip="oshi",sensor="fan1"} 1098
 * </pre>
 */
@Component(
    reference =
        @Reference(
            name = "settings",
            service = SystemSettings.class,
            target = "(collectors.hwmon=true)"),
    configurationPolicy = ConfigurationPolicy.IGNORE)
@Collector(name = "hwmon", description = "Temperature, fans and voltage of the CPU.")
public final class OshiHwmonCollector implements MetricPlugin {
  private static final String CHIP = "oshi";
  private static final double MILLI = 1000;

  private final OshiHost host;

  /** Asks OSHI. */
  @Activate
  public OshiHwmonCollector(@Reference OshiHost host) {
    this.host = host;
  }

  @Override
  public List<MetricFamily> collect() {
    Sensors sensors = host.get().getHardware().getSensors();
    return families(sensors.getCpuTemperature(), sensors.getFanSpeeds(), sensors.getCpuVoltage());
  }

  /** What no sensor measures is 0 with OSHI, or no number. */
  static List<MetricFamily> families(double celsius, int[] fans, double volts) {
    HwmonFamilies families = new HwmonFamilies();
    add(families, "temp1", celsius * MILLI);
    for (int fan = 0; fan < fans.length; fan++) {
      add(families, "fan" + (fan + 1), fans[fan]);
    }
    add(families, "in1", volts * MILLI);
    return families.build();
  }

  private static void add(HwmonFamilies families, String sensor, double value) {
    if (value > 0) {
      families.addSensor(CHIP, sensor, Map.of("input", Long.toString(Math.round(value))));
    }
  }
}
