package org.metricbay.jvm;

import java.util.List;
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
public final class RuntimeInfoCollector implements MetricPlugin {

  /** Asks the JVM that it runs in. */
  @Activate
  public RuntimeInfoCollector() {
    // The JVM is there.
  }

  @Override
  public String name() {
    return "jvm_runtime_info";
  }

  @Override
  public String description() {
    return "Which Java runtime the agent runs on.";
  }

  @Override
  public List<MetricFamily> collect() {
    return List.of(
        MetricFamily.info("jvm_runtime_info", "JVM runtime info")
            .sample(
                "runtime",
                System.getProperty("java.runtime.name", "unknown"),
                "vendor",
                System.getProperty("java.vm.vendor", "unknown"),
                "version",
                System.getProperty("java.runtime.version", "unknown"))
            .build());
  }
}
