package org.metricbay.cpu;

import java.io.IOException;
import java.util.List;
import java.util.Set;
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
 * Soft interrupts of each CPU from {@code /proc/softirqs}:
 *
 * <pre>
 * node_softirqs_functions_total{cpu="0",type="NET_RX"} 43066
 * node_softirqs_functions_total{cpu="0",type="TIMER"} 424191
 * </pre>
 */
@Component(
    reference =
        @Reference(
            name = "settings",
            service = CpuSettings.class,
            target = "(collectors.softirqs=true)"),
    configurationPolicy = ConfigurationPolicy.IGNORE)
@Collector(name = "softirqs", description = "Soft interrupts of each CPU by type.")
public final class SoftirqsCollector implements MetricPlugin {
  static final MetricDescriptor SOFTIRQS_FUNCTIONS =
      MetricDescriptor.counter(
          "node_softirqs_functions_total", "Softirq counts per CPU.", "cpu", "type");

  private static final Set<String> TYPES =
      Set.of(
          "HI",
          "TIMER",
          "NET_TX",
          "NET_RX",
          "BLOCK",
          "IRQ_POLL",
          "TASKLET",
          "SCHED",
          "HRTIMER",
          "RCU");

  private final KernelFiles files;
  private final FamilyBuilder family = SOFTIRQS_FUNCTIONS.samples();
  private final CpuNames cpus = new CpuNames();

  /** Reads from a kernel's files. */
  @Activate
  public SoftirqsCollector(@Reference KernelFiles files) {
    this.files = files;
  }

  @Override
  public List<MetricFamily> collect() throws IOException {
    return List.of(parse(files.fields(files.proc("softirqs")), family.begin(), cpus));
  }

  static MetricFamily parse(FieldReader lines, FamilyBuilder family, CpuNames cpus) {
    lines.eachLine(
        "softirqs",
        line -> {
          String type = line.until(':');
          if (TYPES.contains(type)) {
            for (int cpu = 0; line.hasNext(); cpu++) {
              family.add(line.number(), cpus.of(cpu), type);
            }
          }
        },
        family::leaveOut);
    return family.build();
  }
}
