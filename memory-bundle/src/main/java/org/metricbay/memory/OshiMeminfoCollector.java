package org.metricbay.memory;

import java.util.List;
import org.metricbay.api.Collector;
import org.metricbay.api.MetricDescriptor;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricPlugin;
import org.metricbay.platform.OshiHost;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import oshi.hardware.GlobalMemory;

/**
 * How much memory and swap space there is, where there is no Linux kernel to ask:
 *
 * <pre>
 * node_memory_MemTotal_bytes 1.7179869184e+10
 * node_memory_MemAvailable_bytes 6.442450944e+09
 * node_memory_SwapFree_bytes 1.073741824e+09
 * </pre>
 */
@Component(
    reference =
        @Reference(
            name = "settings",
            service = MemorySettings.class,
            target = "(collectors.meminfo=true)"),
    configurationPolicy = ConfigurationPolicy.IGNORE)
@Collector(name = "meminfo", description = "Memory and swap space, in all and free.")
public final class OshiMeminfoCollector implements MetricPlugin {
  private static final MetricDescriptor TOTAL = MemoryField.metric("MemTotal", true);
  private static final MetricDescriptor AVAILABLE = MemoryField.metric("MemAvailable", true);
  private static final MetricDescriptor SWAP_TOTAL = MemoryField.metric("SwapTotal", true);
  private static final MetricDescriptor SWAP_FREE = MemoryField.metric("SwapFree", true);

  private final OshiHost host;

  /** Asks OSHI. */
  @Activate
  public OshiMeminfoCollector(@Reference OshiHost host) {
    this.host = host;
  }

  @Override
  public List<MetricFamily> collect() {
    GlobalMemory memory = host.get().getHardware().getMemory();
    return families(
        memory.getTotal(),
        memory.getAvailable(),
        memory.getVirtualMemory().getSwapTotal(),
        memory.getVirtualMemory().getSwapUsed());
  }

  static List<MetricFamily> families(long total, long available, long swapTotal, long swapUsed) {
    return List.of(
        TOTAL.of((double) total),
        AVAILABLE.of((double) available),
        SWAP_TOTAL.of((double) swapTotal),
        SWAP_FREE.of((double) (swapTotal - swapUsed)));
  }
}
