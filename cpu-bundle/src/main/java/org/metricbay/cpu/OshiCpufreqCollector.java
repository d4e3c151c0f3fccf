package org.metricbay.cpu;

import java.util.List;
import org.metricbay.api.Collector;
import org.metricbay.api.FamilyBuilder;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricPlugin;
import org.metricbay.platform.OshiHost;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import oshi.hardware.CentralProcessor;

/**
 * Frequencies where there is no Linux kernel to ask:
 *
 * <pre>
 * node_cpu_frequency_hertz{cpu="0"} 1.699981e+09
 * node_cpu_frequency_max_hertz{cpu="0"} 3.7e+09
 * </pre>
 */
@Component(
    reference =
        @Reference(
            name = "settings",
            service = CpuSettings.class,
            target = "(collectors.cpufreq=true)"),
    configurationPolicy = ConfigurationPolicy.IGNORE)
@Collector(name = "cpufreq", description = "Frequency of each CPU and its limit.")
public final class OshiCpufreqCollector implements MetricPlugin {
  private final OshiHost host;

  /** Asks OSHI. */
  @Activate
  public OshiCpufreqCollector(@Reference OshiHost host) {
    this.host = host;
  }

  @Override
  public List<MetricFamily> collect() {
    CentralProcessor processor = host.get().getHardware().getProcessor();
    return families(processor.getCurrentFreq(), processor.getMaxFreq());
  }

  /** What OSHI does not know is negative or 0. */
  static List<MetricFamily> families(long[] current, long max) {
    FamilyBuilder currents = CpufreqCollector.CURRENT.samples();
    FamilyBuilder limits = CpufreqCollector.MAX.samples();
    for (int cpu = 0; cpu < current.length; cpu++) {
      if (current[cpu] > 0) {
        currents.add((double) current[cpu], Integer.toString(cpu));
      }
      if (max > 0) {
        limits.add((double) max, Integer.toString(cpu));
      }
    }
    return List.of(currents.build(), limits.build());
  }
}
