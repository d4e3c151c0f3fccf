package org.metricbay.memory;

import java.util.Map;
import java.util.regex.Pattern;
import org.metricbay.platform.BundleConfig;
import org.metricbay.platform.ConfigValues;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;

/**
 * What {@code conf/metricbay.memory.cfg} says: which collectors are on, and what they leave out.
 * The defaults are node_exporter's.
 */
@Component(
    service = {},
    configurationPid = MemorySettings.PID)
public final class MemorySettings {
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

  private final BundleConfig<Values> config =
      new BundleConfig<>(PID, COLLECTORS, MemorySettings::read);

  private record Values(Pattern vmstatFields) {}

  /** Without OSGi. */
  MemorySettings(Map<String, ?> properties) {
    config.update(properties);
  }

  /** Offers itself to the collectors. */
  @Activate
  public MemorySettings(BundleContext context, Map<String, Object> properties) {
    config.update(properties);
    config.register(context, MemorySettings.class, this);
  }

  @Modified
  void modify(Map<String, Object> properties) {
    config.update(properties);
  }

  @Deactivate
  void deactivate() {
    config.unregister();
  }

  /** What holds it all. */
  BundleConfig<?> config() {
    return config;
  }

  private static Values read(ConfigValues values) {
    return new Values(values.pattern("vmstat.fields", "^(oom_kill|pgpg|pswp|pg.*fault).*"));
  }

  /** Which fields of {@code /proc/vmstat} are exposed. */
  Pattern vmstatFields() {
    return config.get().vmstatFields();
  }
}
