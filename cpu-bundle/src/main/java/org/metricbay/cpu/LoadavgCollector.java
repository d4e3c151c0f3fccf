package org.metricbay.cpu;

import java.io.IOException;
import java.util.List;
import java.util.NoSuchElementException;
import org.metricbay.api.Collector;
import org.metricbay.api.FamilyBuilder;
import org.metricbay.api.MetricDescriptor;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricPlugin;
import org.metricbay.platform.FieldReader;
import org.metricbay.platform.KernelFiles;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/**
 * Load averages from {@code /proc/loadavg}:
 *
 * <pre>
 * node_load1 0.21
 * node_load5 0.37
 * node_load15 0.39
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
public final class LoadavgCollector implements MetricPlugin {
  private static final MetricDescriptor LOAD1 =
      MetricDescriptor.gauge("node_load1", "1m load average.");

  private static final MetricDescriptor LOAD5 =
      MetricDescriptor.gauge("node_load5", "5m load average.");

  private static final MetricDescriptor LOAD15 =
      MetricDescriptor.gauge("node_load15", "15m load average.");

  private final KernelFiles files;

  /** Reads from a kernel's files. */
  @Activate
  public LoadavgCollector(@Reference KernelFiles files) {
    this.files = files;
  }

  @Override
  public List<MetricFamily> collect() throws IOException {
    return parse(files.records(files.proc("loadavg")));
  }

  static List<MetricFamily> parse(FieldReader fields) {
    if (!fields.nextLine()) {
      throw new NoSuchElementException("loadavg is empty");
    }
    List<MetricFamily> loads =
        List.of(next(LOAD1, fields), next(LOAD5, fields), next(LOAD15, fields));
    // Behind them come the runnable and all processes, or one of the three was another.
    return fields.hasNext() && fields.next().indexOf('/') > 0
        ? loads
        : List.of(MetricFamily.unusable("loadavg", "has not three loads before the processes"));
  }

  private static MetricFamily next(MetricDescriptor load, FieldReader fields) {
    FamilyBuilder family = load.samples();
    fields.useLine("loadavg", line -> family.add(line.number()), family::leaveOut);
    return family.build();
  }

  static List<MetricFamily> families(double load1, double load5, double load15) {
    return List.of(LOAD1.of(load1), LOAD5.of(load5), LOAD15.of(load15));
  }
}
