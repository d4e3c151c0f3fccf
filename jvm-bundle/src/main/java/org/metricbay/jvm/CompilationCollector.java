package org.metricbay.jvm;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.metricbay.api.Collector;
import org.metricbay.api.MetricDescriptor;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricPlugin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/**
 * How long the JVM has compiled:
 *
 * <pre>
 * jvm_compilation_time_seconds_total 2.7
 * </pre>
 */
@Component(
    reference =
        @Reference(
            name = "settings",
            service = JvmSettings.class,
            target = "(collectors.jvm_compilation=true)"),
    configurationPolicy = ConfigurationPolicy.IGNORE)
@Collector(
    name = "jvm_compilation",
    description = "Time that the JVM has spent on compiling the agent.")
public final class CompilationCollector implements MetricPlugin {
  private static final MetricDescriptor JVM_COMPILATION_TIME_SECONDS =
      MetricDescriptor.counter(
          "jvm_compilation_time_seconds_total",
          "The total time in seconds taken for HotSpot class compilation");

  /** None where the JVM only interprets. */
  private final @Nullable CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();

  /** Asks the JVM that it runs in. */
  @Activate
  public CompilationCollector() {
    // The JVM is there.
  }

  @Override
  public List<MetricFamily> collect() {
    if (compiler == null || !compiler.isCompilationTimeMonitoringSupported()) {
      return List.of();
    }
    return List.of(JVM_COMPILATION_TIME_SECONDS.of(compiler.getTotalCompilationTime() / 1e3));
  }
}
