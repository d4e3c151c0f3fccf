package org.metricbay.system;

import java.time.Instant;
import java.util.List;
import java.util.TimeZone;
import org.metricbay.api.Collector;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricPlugin;
import org.metricbay.platform.OshiHost;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/**
 * The time where there is no Linux kernel to ask:
 *
 * <pre>
 * node_time_seconds 1.7e+09
 * node_time_zone_offset_seconds{time_zone="CET"} 3600
 * </pre>
 */
@Component(
    reference = {
      @Reference(
          name = "settings",
          service = SystemSettings.class,
          target = "(collectors.time=true)"),
      @Reference(name = "oshi", service = OshiHost.class)
    },
    configurationPolicy = ConfigurationPolicy.IGNORE)
@Collector(name = "time", description = "The time and its zone.")
public final class OshiTimeCollector implements MetricPlugin {
  private final TimeFamilies time = new TimeFamilies();

  /** Asks the JVM; OSHI's service says that there is no kernel to ask. */
  @Activate
  public OshiTimeCollector() {}

  @Override
  public List<MetricFamily> collect() {
    return time.at(Instant.now(), TimeZone.getDefault());
  }
}
