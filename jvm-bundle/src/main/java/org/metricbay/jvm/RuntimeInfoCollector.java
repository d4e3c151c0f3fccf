package org.metricbay.jvm;

import java.util.List;
import org.metricbay.api.Collector;
import org.metricbay.api.MetricDescriptor;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricPlugin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/**
 * Which JVM it is:
 *
 * <pre>
 * jvm_runtime_info{runtime="OpenJDK Runtime Environment",vendor="Debian",version="17.0.15+6"} 1.0
 * </pre>
 */
@Component(
    reference =
        @Reference(
            name = "settings",
            service = JvmSettings.class,
            target = "(collectors.jvm_runtime_info=true)"),
    configurationPolicy = ConfigurationPolicy.IGNORE)
@Collector(name = "jvm_runtime_info", description = "Which Java runtime the agent runs on.")
public final class RuntimeInfoCollector implements MetricPlugin {
  private static final MetricDescriptor JVM_RUNTIME_INFO =
      MetricDescriptor.info("jvm_runtime_info", "JVM runtime info", "runtime", "vendor", "version");

  /** Asks the JVM that it runs in. */
  @Activate
  public RuntimeInfoCollector() {
    // The JVM is there.
  }

  @Override
  public List<MetricFamily> collect() {
    return List.of(
        JVM_RUNTIME_INFO.of(
            1,
            System.getProperty("java.runtime.name", "unknown"),
            System.getProperty("java.vm.vendor", "unknown"),
            System.getProperty("java.runtime.version", "unknown")));
  }
}
