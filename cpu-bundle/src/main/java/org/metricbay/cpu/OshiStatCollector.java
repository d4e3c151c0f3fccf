package org.metricbay.cpu;

import java.util.ArrayList;
import java.util.List;
import org.metricbay.api.Collector;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricPlugin;
import org.metricbay.platform.OshiHost;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import oshi.SystemInfo;
import oshi.hardware.CentralProcessor;

/**
 * Kernel activity where there is no Linux kernel to ask:
 *
 * <pre>
 * node_context_switches_total 3.8014093e+07
 * node_boot_time_seconds 1.418183276e+09
 * </pre>
 */
@Component(
    reference =
        @Reference(
            name = "settings",
            service = CpuSettings.class,
            target = "(collectors.stat=true)"),
    configurationPolicy = ConfigurationPolicy.IGNORE)
@Collector(name = "stat", description = "Interrupts, context switches, boot time.")
public final class OshiStatCollector implements MetricPlugin {
  private final OshiHost host;

  /** Asks OSHI. */
  @Activate
  public OshiStatCollector(@Reference OshiHost host) {
    this.host = host;
  }

  @Override
  public List<MetricFamily> collect() {
    SystemInfo info = host.get();
    CentralProcessor processor = info.getHardware().getProcessor();
    return families(
        processor.getInterrupts(),
        processor.getContextSwitches(),
        info.getOperatingSystem().getSystemBootTime());
  }

  /** What a system does not count is 0 with OSHI. */
  static List<MetricFamily> families(long interrupts, long contextSwitches, long bootTime) {
    List<MetricFamily> families = new ArrayList<>();
    if (interrupts > 0) {
      families.add(StatCollector.interrupts((double) interrupts));
    }
    if (contextSwitches > 0) {
      families.add(StatCollector.contextSwitches((double) contextSwitches));
    }
    if (bootTime > 0) {
      families.add(StatCollector.bootTime((double) bootTime));
    }
    return families;
  }
}
