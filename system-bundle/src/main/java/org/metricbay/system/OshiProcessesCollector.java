package org.metricbay.system;

import java.util.List;
import org.metricbay.api.Collector;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricPlugin;
import org.metricbay.platform.OshiHost;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import oshi.software.os.OperatingSystem;

/**
 * How many processes and threads there are where there is no Linux kernel to ask:
 *
 * <pre>
 * node_processes_pids 130
 * node_processes_threads 812
 * </pre>
 */
@Component(
    reference =
        @Reference(
            name = "settings",
            service = SystemSettings.class,
            target = "(collectors.processes=true)"),
    configurationPolicy = ConfigurationPolicy.IGNORE)
@Collector(name = "processes", description = "How many processes and threads there are.")
public final class OshiProcessesCollector implements MetricPlugin {
  private final OshiHost host;

  /** Asks OSHI. */
  @Activate
  public OshiProcessesCollector(@Reference OshiHost host) {
    this.host = host;
  }

  @Override
  public List<MetricFamily> collect() {
    OperatingSystem system = host.get().getOperatingSystem();
    return ProcessesCollector.counts(system.getProcessCount(), system.getThreadCount());
  }
}
