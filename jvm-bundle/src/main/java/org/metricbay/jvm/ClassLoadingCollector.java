package org.metricbay.jvm;

import java.lang.management.ClassLoadingMXBean;
import java.lang.management.ManagementFactory;
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
 * Classes that were loaded and unloaded:
 *
 * <pre>
 * jvm_classes_currently_loaded 5093.0
 * </pre>
 */
@Component(
    reference =
        @Reference(
            name = "settings",
            service = JvmSettings.class,
            target = "(collectors.jvm_class_loading=true)"),
    configurationPolicy = ConfigurationPolicy.IGNORE)
@Collector(
    name = "jvm_class_loading",
    description = "Classes of the agent that are loaded, and were unloaded.")
public final class ClassLoadingCollector implements MetricPlugin {
  private static final MetricDescriptor JVM_CLASSES_CURRENTLY_LOADED =
      MetricDescriptor.gauge(
          "jvm_classes_currently_loaded",
          "The number of classes that are currently loaded in the JVM");

  private static final MetricDescriptor JVM_CLASSES_LOADED =
      MetricDescriptor.counter(
          "jvm_classes_loaded_total",
          "The total number of classes that have been loaded since the JVM has started"
              + " execution");

  private static final MetricDescriptor JVM_CLASSES_UNLOADED =
      MetricDescriptor.counter(
          "jvm_classes_unloaded_total",
          "The total number of classes that have been unloaded since the JVM has started"
              + " execution");

  private final ClassLoadingMXBean classes = ManagementFactory.getClassLoadingMXBean();

  /** Asks the JVM that it runs in. */
  @Activate
  public ClassLoadingCollector() {
    // The JVM is there.
  }

  @Override
  public List<MetricFamily> collect() {
    return List.of(
        JVM_CLASSES_CURRENTLY_LOADED.of(classes.getLoadedClassCount()),
        JVM_CLASSES_LOADED.of((double) classes.getTotalLoadedClassCount()),
        JVM_CLASSES_UNLOADED.of((double) classes.getUnloadedClassCount()));
  }
}
