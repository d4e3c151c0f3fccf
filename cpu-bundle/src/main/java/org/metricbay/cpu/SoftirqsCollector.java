package org.metricbay.cpu;

import java.io.IOException;
import java.util.List;
import java.util.Set;
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
public final class SoftirqsCollector implements MetricPlugin {
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

  /** Reads from a kernel's files. */
  @Activate
  public SoftirqsCollector(@Reference KernelFiles files) {
    this.files = files;
  }

  @Override
  public String name() {
    return "softirqs";
  }

  @Override
  public String description() {
    return "Soft interrupts of each CPU by type.";
  }

  @Override
  public List<MetricFamily> collect() throws IOException {
    return List.of(parse(files.read(files.proc("softirqs"))));
  }

  static MetricFamily parse(String text) {
    MetricFamily.NumberBuilder family =
        MetricFamily.counter("node_softirqs_functions_total", "Softirq counts per CPU.");
    FieldReader line = new FieldReader(text);
    while (line.nextLine()) {
      String type = line.until(':');
      if (TYPES.contains(type)) {
        for (int cpu = 0; line.hasNext(); cpu++) {
          family.sample(line.number(), "cpu", Integer.toString(cpu), "type", type);
        }
      }
    }
    return family.build();
  }
}
