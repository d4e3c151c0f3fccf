package org.metricbay.system;

import java.util.List;
import org.metricbay.api.Collector;
import org.metricbay.api.MetricDescriptor;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricPlugin;
import org.metricbay.platform.KernelFiles;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/**
 * Tasks that were found hung since the boot, from {@code /proc/sys/kernel/hung_task_detect_count},
 * which kernels have since 6.13:
 *
 * <pre>
 * node_kernel_hung_tasks_total 42
 * </pre>
 */
@Component(
    reference =
        @Reference(
            name = "settings",
            service = SystemSettings.class,
            target = "(collectors.kernel_hung=true)"),
    configurationPolicy = ConfigurationPolicy.IGNORE)
@Collector(name = "kernel_hung", description = "Tasks that the kernel has found hung.")
public final class KernelHungCollector implements MetricPlugin {
  private static final MetricDescriptor KERNEL_HUNG_TASKS =
      MetricDescriptor.counter(
          "node_kernel_hung_tasks_total",
          "Total number of tasks that have been detected as hung since the system booted.");

  private final KernelFiles files;

  /** Reads from a kernel's files. */
  @Activate
  public KernelHungCollector(@Reference KernelFiles files) {
    this.files = files;
  }

  @Override
  public List<MetricFamily> collect() {
    return List.of(
        KERNEL_HUNG_TASKS.of(files.number(files.proc("sys/kernel/hung_task_detect_count"))));
  }
}
