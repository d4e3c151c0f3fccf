package org.metricbay.system;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.metricbay.api.Collector;
import org.metricbay.api.FamilyBuilder;
import org.metricbay.api.Labels;
import org.metricbay.api.MetricDescriptor;
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
@Collector(
    name = "powersupplyclass",
    description = "Batteries and mains adapters: charge, power, voltage, health.")
public final class PowersupplyclassCollector implements MetricPlugin {
  private static final MetricDescriptor POWER_SUPPLY_INFO =
      MetricDescriptor.gauge(
          "node_power_supply_info", "info of /sys/class/power_supply/<power_supply>.");

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

  /** The files that hold a number, in the order in which they are shown. */
  private static final List<Attribute> NUMBERS =
      List.of(
          Attribute.of("authentic", 1),
          Attribute.of("calibrate", 1),
          Attribute.of("capacity", 1),
          Attribute.of("capacity_alert_max", 1),
          Attribute.of("capacity_alert_min", 1),
          Attribute.of("cycle_count", 1),
          Attribute.of("online", 1),
          Attribute.of("present", 1),
          Attribute.of("time_to_empty_now", 1),
          Attribute.of("time_to_full_now", 1),
          Attribute.of("current_boot", MILLION),
          Attribute.of("current_max", MILLION),
          Attribute.of("current_now", MILLION),
          Attribute.of("energy_empty", MILLION),
          Attribute.of("energy_empty_design", MILLION),
          Attribute.of("energy_full", MILLION),
          Attribute.of("energy_full_design", MILLION),
          Attribute.of("energy_now", MILLION),
          Attribute.of("voltage_boot", MILLION),
          Attribute.of("voltage_max", MILLION),
          Attribute.of("voltage_max_design", MILLION),
          Attribute.of("voltage_min", MILLION),
          Attribute.of("voltage_min_design", MILLION),
          Attribute.of("voltage_now", MILLION),
          Attribute.of("voltage_ocv", MILLION),
          Attribute.of("charge_control_limit", MILLION),
          Attribute.of("charge_control_limit_max", MILLION),
          Attribute.of("charge_counter", MILLION),
          Attribute.of("charge_empty", MILLION),
          Attribute.of("charge_empty_design", MILLION),
          Attribute.of("charge_full", MILLION),
          Attribute.of("charge_full_design", MILLION),
          Attribute.of("charge_now", MILLION),
          Attribute.of("charge_term_current", MILLION),
          Attribute.of("constant_charge_current", MILLION),
          Attribute.of("constant_charge_current_max", MILLION),
          Attribute.of("constant_charge_voltage", MILLION),
          Attribute.of("constant_charge_voltage_max", MILLION),
          Attribute.of("precharge_current", MILLION),
          Attribute.of("input_current_limit", MILLION),
          Attribute.of("power_now", MILLION),
          Attribute.temperature("temp"),
          Attribute.temperature("temp_alert_max"),
          Attribute.temperature("temp_alert_min"),
          Attribute.temperature("temp_ambient"),
          Attribute.temperature("temp_ambient_max"),
          Attribute.temperature("temp_ambient_min"),
          Attribute.temperature("temp_max"),
          Attribute.temperature("temp_min"));

  /**
   * A file and its metric.
   *
   * @param divisor how many of its units make one of the metric's
   */
  private record Attribute(String file, MetricDescriptor metric, double divisor) {
    static Attribute of(String file, double divisor) {
      return new Attribute(file, metric(OTHER_NAMES.getOrDefault(file, file)), divisor);
    }

    static Attribute temperature(String file) {
      return new Attribute(file, metric(file + "_celsius"), TEN);
    }

    private static MetricDescriptor metric(String name) {
      return MetricDescriptor.gauge(
          "node_power_supply_" + name,
          name + " value of /sys/class/power_supply/<power_supply>.",
          "power_supply");
    }
  }

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
  public List<MetricFamily> collect() {
    Path folder = files.sys("class/power_supply");
    List<String> supplies = new ArrayList<>(files.list(folder));
    supplies.removeIf(name -> settings.ignoredSupplies().matcher(name).find());
    if (supplies.isEmpty()) {
      return List.of();
    }
    List<MetricFamily> families = new ArrayList<>();
    for (Attribute attribute : NUMBERS) {
      families.add(family(folder, supplies, attribute));
    }
    families.add(info(folder, supplies));
    return families;
  }

  private MetricFamily family(Path folder, List<String> supplies, Attribute attribute) {
    FamilyBuilder family = attribute.metric().samples();
    for (String supply : supplies) {
      OptionalDouble value =
          Attributes.signed(files, folder.resolve(supply).resolve(attribute.file()));
      if (value.isPresent()) {
        family.add(value.getAsDouble() / attribute.divisor(), supply);
      }
    }
    return family.build();
  }

  private MetricFamily info(Path folder, List<String> supplies) {
    FamilyBuilder family = POWER_SUPPLY_INFO.samples();
    for (String supply : supplies) {
      List<String> labels = new ArrayList<>(List.of("power_supply", supply));
      for (String file : TEXTS) {
        files
            .line(folder.resolve(supply).resolve(file))
            .ifPresent(text -> labels.addAll(List.of(file, text)));
      }
      family.add(1, Labels.of(labels.toArray(String[]::new)));
    }
    return family.build();
  }
}
