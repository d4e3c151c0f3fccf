package org.metricbay.system;

import java.util.Map;
import java.util.regex.Pattern;
import org.metricbay.platform.BundleConfig;
import org.metricbay.platform.CollectorSettings;
import org.metricbay.platform.ConfigValues;
import org.metricbay.platform.NameFilter;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * What {@code conf/metricbay.system.cfg} says: which collectors are on, and what they leave out.
 * The defaults are node_exporter's.
 */
@Component(
    service = {},
    configurationPid = SystemSettings.PID)
public final class SystemSettings extends CollectorSettings<SystemSettings.Values> {
  static final String PID = "metricbay.system";

  private static final Map<String, Boolean> COLLECTORS =
      Map.ofEntries(
          Map.entry("build_info", true),
          Map.entry("dmi", true),
          Map.entry("entropy", true),
          Map.entry("filefd", true),
          Map.entry("hwmon", true),
          Map.entry("kernel_hung", true),
          Map.entry("os", true),
          Map.entry("powersupplyclass", true),
          Map.entry("rapl", true),
          Map.entry("time", true),
          Map.entry("timex", true),
          Map.entry("uname", true),
          Map.entry("watchdog", true),
          Map.entry("cpu_vulnerabilities", false),
          Map.entry("processes", false));

  /** What a configuration says. */
  record Values(
      NameFilter chips, NameFilter sensors, Pattern ignoredSupplies, boolean raplZoneLabel) {}

  /** Takes its configuration. */
  @Activate
  public SystemSettings(Map<String, ?> properties) {
    super(new BundleConfig<>(PID, COLLECTORS, SystemSettings::read), properties);
  }

  private static Values read(ConfigValues values) {
    return new Values(
        NameFilter.read(values, "hwmon.chip"),
        NameFilter.read(values, "hwmon.sensor"),
        values.pattern("powersupplyclass.ignored-supplies", "^$"),
        values.flag("rapl.zone-label", false));
  }

  /** Which chips' sensors are exposed. */
  NameFilter hwmonChips() {
    return values().chips();
  }

  /** Which sensors are exposed, by {@code CHIP;SENSOR}. */
  NameFilter hwmonSensors() {
    return values().sensors();
  }

  /** Which power supplies are not exposed. */
  Pattern ignoredSupplies() {
    return values().ignoredSupplies();
  }

  /** Whether all energy counters have one name and their zone in a label. */
  boolean raplZoneLabel() {
    return values().raplZoneLabel();
  }
}
