package org.metricbay.system;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import org.metricbay.api.FamilyBuilder;
import org.metricbay.api.MetricDescriptor;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricType;

/** Turns chips and their sensors into families: units and names depend on what is measured. */
final class HwmonFamilies {
  private static final MetricDescriptor CHIP_NAMES =
      MetricDescriptor.gauge(
          "node_hwmon_chip_names",
          "Annotation metric for human-readable chip names",
          "chip",
          "chip_name");

  private static final MetricDescriptor SENSOR_LABEL =
      MetricDescriptor.gauge(
          "node_hwmon_sensor_label", "Label for given chip and sensor", "chip", "label", "sensor");

  private static final double MILLI = 0.001;
  private static final double MILLION = 1e6;

  private final SortedMap<String, FamilyBuilder> families = new TreeMap<>();

  List<MetricFamily> build() {
    return families.values().stream().map(FamilyBuilder::build).toList();
  }

  private FamilyBuilder gauge(String name, String help) {
    return family(MetricType.GAUGE, name, help);
  }

  private FamilyBuilder counter(String name, String help) {
    return family(MetricType.COUNTER, name, help);
  }

  private FamilyBuilder family(MetricType type, String name, String help) {
    return families.computeIfAbsent(
        "node_hwmon_" + name,
        metric -> MetricDescriptor.found(type, metric, help, "chip", "sensor").samples());
  }

  private FamilyBuilder family(MetricDescriptor metric) {
    return families.computeIfAbsent(metric.name(), unused -> metric.samples());
  }

  void addChip(String chip, String name) {
    family(CHIP_NAMES).add(1, chip, name);
  }

  /**
   * Adds what a sensor gives.
   *
   * @param sensor its type and number, such as {@code temp1}
   * @param elements the texts of its files by what stands behind that in their names
   */
  void addSensor(String chip, String sensor, Map<String, String> elements) {
    String type = sensor.replaceFirst("[0-9]+$", "");
    String label = elements.getOrDefault("label", "");
    if (elements.containsKey("label")) {
      family(SENSOR_LABEL).add(1, chip, label, sensor);
    }
    elements.forEach(
        (element, text) -> {
          OptionalDouble number = Attributes.number(text);
          if (number.isPresent() && !element.equals("label")) {
            Value value = new Value(number.getAsDouble(), chip, sensor);
            if (type.equals("freq") && element.equals("input")) {
              if (elements.containsKey("label")) {
                new Value(value.number() / MILLION, chip, HwmonChip.clean(label))
                    .addTo(gauge("freq_freq_mhz", "Hardware monitor for GPU frequency in MHz"));
              }
            } else {
              add(type, element, name(type, element, elements), value);
            }
          }
        });
  }

  private record Value(double number, String chip, String sensor) {
    Value times(double factor) {
      return new Value(number * factor, chip, sensor);
    }

    Value dividedBy(double divisor) {
      return new Value(number / divisor, chip, sensor);
    }

    void addTo(FamilyBuilder family) {
      family.add(number, chip, sensor);
    }
  }

  /** The input is what is measured, unless there is a value without a name too. */
  private static String name(String type, String element, Map<String, String> elements) {
    boolean nameless = element.isEmpty() || (element.equals("input") && !elements.containsKey(""));
    return nameless ? type : type + '_' + HwmonChip.clean(element);
  }

  private void add(String type, String element, String name, Value value) {
    switch (element) {
      case "fault", "alarm" ->
          value.addTo(gauge(name, "Hardware sensor " + element + " status (" + type + ")"));
      case "beep" ->
          value.addTo(gauge(name + "_enabled", "Hardware monitor sensor has beeping enabled"));
      default -> addMeasured(type, element, name, value);
    }
  }

  private void addMeasured(String type, String element, String name, Value value) {
    String of = " (" + element + ")";
    switch (type) {
      case "beep_enable" ->
          new Value(value.number() == 1 ? 1 : 0, value.chip(), value.sensor())
              .addTo(gauge("beep_enabled", "Hardware beep enabled"));
      case "vrm" -> value.addTo(gauge("voltage_regulator_version", "Hardware voltage regulator"));
      case "update_interval" ->
          value
              .times(MILLI)
              .addTo(gauge("update_interval_seconds", "Hardware monitor update interval"));
      case "in", "cpu" ->
          value.times(MILLI).addTo(gauge(name + "_volts", "Hardware monitor for voltage" + of));
      case "curr" ->
          value.times(MILLI).addTo(gauge(name + "_amps", "Hardware monitor for current" + of));
      case "temp" -> addTemperature(element, name, value);
      case "energy" ->
          value
              .dividedBy(MILLION)
              .addTo(
                  counter(name + "_joule_total", "Hardware monitor for joules used so far" + of));
      case "power" -> addPower(element, name, value);
      case "humidity" ->
          value
              .dividedBy(MILLION)
              .addTo(
                  gauge(
                      name,
                      "Hardware monitor for humidity, as a ratio (multiply with 100.0 to get the"
                          + " humidity as a percentage)"
                          + of));
      case "fan" -> addFan(element, name, value);
      default -> addOther(type, element, name, value);
    }
  }

  private void addTemperature(String element, String name, Value value) {
    if (element.equals("type")) {
      addOther("temp", element, name, value);
    } else {
      String measured = element.isEmpty() ? "input" : element;
      value
          .times(MILLI)
          .addTo(gauge(name + "_celsius", "Hardware monitor for temperature (" + measured + ")"));
    }
  }

  private void addPower(String element, String name, Value value) {
    switch (element) {
      case "accuracy" ->
          value
              .dividedBy(MILLION)
              .addTo(gauge(name, "Hardware monitor power meter accuracy, as a ratio"));
      case "average_interval", "average_interval_min", "average_interval_max" ->
          value
              .times(MILLI)
              .addTo(
                  gauge(
                      name + "_seconds",
                      "Hardware monitor power usage update interval (" + element + ")"));
      default ->
          value
              .dividedBy(MILLION)
              .addTo(
                  gauge(
                      name + "_watt",
                      "Hardware monitor for power usage in watts (" + element + ")"));
    }
  }

  private void addFan(String element, String name, Value value) {
    switch (element) {
      case "input", "min", "max", "target" ->
          value.addTo(
              gauge(
                  name + "_rpm",
                  "Hardware monitor for fan revolutions per minute (" + element + ")"));
      default -> addOther("fan", element, name, value);
    }
  }

  private void addOther(String type, String element, String name, Value value) {
    value.addTo(gauge(name, "Hardware monitor " + type + " element " + element));
  }
}
