package org.metricbay.cpu;

import java.util.List;
import org.metricbay.api.Collector;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricPlugin;
import org.metricbay.platform.OshiHost;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/**
 * Load averages where there is no Linux kernel to ask:
 *
 * <pre>
 * node_load1 0.21
 * node_load5 0.37
 * </pre>
 */
@Component(
    reference =
        @Reference(
            name = "settings",
            service = CpuSettings.class,
            target = "(collectors.loadavg=true)"),
    configurationPolicy = ConfigurationPolicy.IGNORE)
@Collector(name = "loadavg", description = "Load averages of the last 1, 5 and 15 minutes.")
public final class OshiLoadavgCollector implements MetricPlugin {
  private final OshiHost host;

  /** Asks OSHI. */
  @Activate
  public OshiLoadavgCollector(@Reference OshiHost host) {
    this.host = host;
  }

  @Override
  public List<MetricFamily> collect() {
    return families(host.get().getHardware().getProcessor().getSystemLoadAverage(3));
  }

  /** Windows has none, for which OSHI gives negative numbers. */
  static List<MetricFamily> families(double[] loads) {
    return loads.length < 3 || loads[0] < 0
        ? List.of()
        : LoadavgCollector.families(loads[0], loads[1], loads[2]);
  }
}
