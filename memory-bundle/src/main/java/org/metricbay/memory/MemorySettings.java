package org.metricbay.memory;

import java.util.Map;
import java.util.regex.Pattern;
import org.metricbay.platform.BundleConfig;
import org.metricbay.platform.CollectorSettings;
import org.metricbay.platform.ConfigValues;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * What {@code conf/metricbay.memory.cfg} says: which collectors are on, and what they leave out.
 * The defaults are node_exporter's.
 */
@Component(
    service = {},
    configurationPid = MemorySettings.PID)
public final class MemorySettings extends CollectorSettings<MemorySettings.Values> {
  static final String PID = "metricbay.memory";

  private static final Map<String, Boolean> COLLECTORS =
      Map.of(
          "meminfo", true,
          "vmstat", true,
          "edac", true,
          "meminfo_numa", false,
          "zoneinfo", false,
          "buddyinfo", false,
          "ksmd", false);

  /** What a configuration says. */
  record Values(Pattern vmstatFields) {}

  /** Takes its configuration. */
  @Activate
  public MemorySettings(Map<String, ?> properties) {
    super(new BundleConfig<>(PID, COLLECTORS, MemorySettings::read), properties);
  }

  private static Values read(ConfigValues values) {
    return new Values(values.pattern("vmstat.fields", "^(oom_kill|pgpg|pswp|pg.*fault).*"));
  }

  /** Which fields of {@code /proc/vmstat} are exposed. */
  Pattern vmstatFields() {
    return values().vmstatFields();
  }
}
