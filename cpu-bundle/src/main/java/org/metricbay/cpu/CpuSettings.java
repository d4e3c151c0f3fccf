package org.metricbay.cpu;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.metricbay.platform.BundleConfig;
import org.metricbay.platform.CollectorSettings;
import org.metricbay.platform.ConfigValues;
import org.metricbay.platform.NameFilter;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * What {@code conf/metricbay.cpu.cfg} says: which collectors are on, and what they leave out. The
 * defaults are node_exporter's.
 */
@Component(
    service = {},
    configurationPid = CpuSettings.PID)
public final class CpuSettings extends CollectorSettings<CpuSettings.Values> {
  static final String PID = "metricbay.cpu";

  private static final Map<String, Boolean> COLLECTORS =
      Map.of(
          "cpu", true,
          "cpufreq", true,
          "loadavg", true,
          "pressure", true,
          "schedstat", true,
          "stat", true,
          "thermal_zone", true,
          "interrupts", false,
          "softirqs", false);

  /** What a configuration says. */
  record Values(
      Optional<CpuInfo.Words> info,
      boolean statSoftirq,
      NameFilter interrupts,
      boolean interruptZeros) {}

  /** Takes its configuration. */
  @Activate
  public CpuSettings(Map<String, ?> properties) {
    super(new BundleConfig<>(PID, COLLECTORS, CpuSettings::read), properties);
  }

  private static Values read(ConfigValues values) {
    return new Values(
        info(values),
        values.flag("stat.softirq", false),
        NameFilter.read(values, "interrupts.name"),
        values.flag("interrupts.include-zeros", true));
  }

  private static Optional<CpuInfo.Words> info(ConfigValues values) {
    Pattern flags = values.pattern("cpu.info.flags-include", "");
    Pattern bugs = values.pattern("cpu.info.bugs-include", "");
    boolean asked = !flags.pattern().isEmpty() || !bugs.pattern().isEmpty();
    // To ask for flags or bugs is to ask for the rest as well.
    return values.flag("cpu.info", false) || asked
        ? Optional.of(new CpuInfo.Words(flags, bugs))
        : Optional.empty();
  }

  /** Which flags and bugs {@code cpu} reports beside the models; empty if of none of these. */
  Optional<CpuInfo.Words> info() {
    return values().info();
  }

  /** Whether the collector {@code stat} reports soft interrupts by vector. */
  boolean statSoftirq() {
    return values().statSoftirq();
  }

  /** Which interrupts are exposed, by {@code TYPE;INFO;DEVICES}. */
  NameFilter interrupts() {
    return values().interrupts();
  }

  /** Whether interrupts that a CPU never had are exposed. */
  boolean interruptZeros() {
    return values().interruptZeros();
  }
}
