package org.metricbay.system;

import java.util.List;
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
public final class KernelHungCollector implements MetricPlugin {
  private final KernelFiles files;

  /** Reads from a kernel's files. */
  @Activate
  public KernelHungCollector(@Reference KernelFiles files) {
    this.files = files;
  }

  @Override
  public String name() {
    return "kernel_hung";
  }

  @Override
  public String description() {
    return "Tasks that the kernel has found hung.";
  }

  @Override
  public List<MetricFamily> collect() {
    MetricFamily.NumberBuilder family =
        MetricFamily.counter(
            "node_kernel_hung_tasks_total",
            "Total number of tasks that have been detected as hung since the system booted.");
    files.number(files.proc("sys/kernel/hung_task_detect_count")).ifPresent(family::sample);
    return List.of(family.build());
  }
}
