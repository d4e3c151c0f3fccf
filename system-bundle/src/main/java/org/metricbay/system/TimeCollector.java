package org.metricbay.system;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TimeZone;
import org.metricbay.api.Collector;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricPlugin;
import org.metricbay.platform.KernelFiles;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/**
 * The time, and what the kernel measures it with, from {@code /sys/devices/system/clocksource}:
 *
 * <pre>
 * node_time_seconds 1.7e+09
 * node_time_zone_offset_seconds{time_zone="CET"} 3600
 * node_time_clocksource_current_info{clocksource="tsc",device="0"} 1
 * </pre>
 */
@Component(
    reference =
        @Reference(
            name = "settings",
            service = SystemSettings.class,
            target = "(collectors.time=true)"),
    configurationPolicy = ConfigurationPolicy.IGNORE)
@Collector(name = "time", description = "The time, its zone, and what it is measured with.")
public final class TimeCollector implements MetricPlugin {

  private final ClockSources clockSources;
  private final TimeFamilies time = new TimeFamilies();

  /** Reads from a kernel's files. */
  @Activate
  public TimeCollector(@Reference KernelFiles files) {
    this.clockSources = new ClockSources(files);
  }

  @Override
  public List<MetricFamily> collect() {
    List<MetricFamily> families = new ArrayList<>(time.at(Instant.now(), TimeZone.getDefault()));
    families.addAll(clockSources.families());
    return families;
  }
}
