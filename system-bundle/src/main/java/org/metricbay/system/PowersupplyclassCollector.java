package org.metricbay.system;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricPlugin;
import org.metricbay.platform.KernelFiles;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/**
 * Batteries and mains adapters, from {@code /sys/class/power_supply}:
 *
 * <pre>
 * node_power_supply_online{power_supply="AC"} 1
 * node_power_supply_energy_watthour{power_supply="BAT0"} 36.58
 * node_power_supply_info{power_supply="BAT0",status="Discharging",technology="Li-ion",…} 1
 * </pre>
 */
@Component(configurationPolicy = ConfigurationPolicy.IGNORE)
public final class PowersupplyclassCollector implements MetricPlugin {
  private static final double MILLION = 1e6;
  private static final double TEN = 10;

  private static final List<String> TEXTS =
      List.of(
          "capacity_level",
          "charge_type",
          "health",
          "manufacturer",
          "model_name",
          "scope",
          "serial_number",
          "status",
          "technology",
          "type",
          "usb_type");

  /** Metrics that are not named as their file. */
  private static final Map<String, String> OTHER_NAMES =
      Map.of(
          "cycle_count", "cyclecount",
          "time_to_empty_now", "time_to_empty_seconds",
          "time_to_full_now", "time_to_full_seconds",
          "current_now", "current_ampere",
          "energy_now", "energy_watthour",
          "voltage_now", "voltage_volt",
          "charge_now", "charge_ampere",
          "power_now", "power_watt");

  private static final List<String> AS_THEY_ARE =
      List.of(
          "authentic",
          "calibrate",
          "capacity",
          "capacity_alert_max",
          "capacity_alert_min",
          "cycle_count",
          "online",
          "present",
          "time_to_empty_now",
          "time_to_full_now");

  private static final List<String> MILLIONTHS =
      List.of(
          "current_boot",
          "current_max",
          "current_now",
          "energy_empty",
          "energy_empty_design",
          "energy_full",
          "energy_full_design",
          "energy_now",
          "voltage_boot",
          "voltage_max",
          "voltage_max_design",
          "voltage_min",
          "voltage_min_design",
          "voltage_now",
          "voltage_ocv",
          "charge_control_limit",
          "charge_control_limit_max",
          "charge_counter",
          "charge_empty",
          "charge_empty_design",
          "charge_full",
          "charge_full_design",
          "charge_now",
          "charge_term_current",
          "constant_charge_current",
          "constant_charge_current_max",
          "constant_charge_voltage",
          "constant_charge_voltage_max",
          "precharge_current",
          "input_current_limit",
          "power_now");

  private static final List<String> TEMPERATURES =
      List.of(
          "temp",
          "temp_alert_max",
          "temp_alert_min",
          "temp_ambient",
          "temp_ambient_max",
          "temp_ambient_min",
          "temp_max",
          "temp_min");

  private final KernelFiles files;
  private final SystemSettings settings;

  /** Reads from a kernel's files. */
  @Activate
  public PowersupplyclassCollector(
      @Reference KernelFiles files,
      @Reference(target = "(collectors.powersupplyclass=true)") SystemSettings settings) {
    this.files = files;
    this.settings = settings;
  }

  @Override
  public String name() {
    return "powersupplyclass";
  }

  @Override
  public String description() {
    return "Batteries and mains adapters: charge, power, voltage, health.";
  }

  @Override
  public List<MetricFamily> collect() {
    Path folder = files.sys("class/power_supply");
    List<String> supplies = new ArrayList<>(files.list(folder));
    supplies.removeIf(name -> settings.ignoredSupplies().matcher(name).find());
    if (supplies.isEmpty()) {
      return List.of();
    }
    List<MetricFamily> families = new ArrayList<>();
    for (String file : AS_THEY_ARE) {
      families.add(family(folder, supplies, file, OTHER_NAMES.getOrDefault(file, file), 1));
    }
    for (String file : MILLIONTHS) {
      families.add(family(folder, supplies, file, OTHER_NAMES.getOrDefault(file, file), MILLION));
    }
    for (String file : TEMPERATURES) {
      families.add(family(folder, supplies, file, file + "_celsius", TEN));
    }
    families.add(info(folder, supplies));
    return families;
  }

  private MetricFamily family(
      Path folder, List<String> supplies, String file, String name, double divisor) {
    MetricFamily.NumberBuilder family =
        MetricFamily.gauge(
            "node_power_supply_" + name,
            name + " value of /sys/class/power_supply/<power_supply>.");
    for (String supply : supplies) {
      OptionalDouble value = Attributes.signed(files, folder.resolve(supply).resolve(file));
      if (value.isPresent()) {
        family.sample(value.getAsDouble() / divisor, "power_supply", supply);
      }
    }
    return family.build();
  }

  private MetricFamily info(Path folder, List<String> supplies) {
    MetricFamily.NumberBuilder family =
        MetricFamily.gauge(
            "node_power_supply_info", "info of /sys/class/power_supply/<power_supply>.");
    for (String supply : supplies) {
      List<String> labels = new ArrayList<>(List.of("power_supply", supply));
      for (String file : TEXTS) {
        files
            .line(folder.resolve(supply).resolve(file))
            .ifPresent(text -> labels.addAll(List.of(file, text)));
      }
      family.sample(1, labels.toArray(String[]::new));
    }
    return family.build();
  }
}
