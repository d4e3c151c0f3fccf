package org.metricbay.jvm;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricPlugin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/**
 * Garbage collections:
 *
 * <pre>
 * jvm_gc_collection_seconds_count{gc="Copy"} 12
 * jvm_gc_collection_seconds_sum{gc="Copy"} 0.041
 * </pre>
 */
@Component(
    reference =
        @Reference(
            name = "settings",
            service = JvmSettings.class,
            target = "(collectors.jvm_gc=true)"),
    configurationPolicy = ConfigurationPolicy.IGNORE)
public final class GcCollector implements MetricPlugin {
  private final List<GarbageCollectorMXBean> collectors =
      ManagementFactory.getGarbageCollectorMXBeans();

  /** Asks the JVM that it runs in. */
  @Activate
  public GcCollector() {
    // The JVM is there.
  }

  @Override
  public String name() {
    return "jvm_gc";
  }

  @Override
  public String description() {
    return "Garbage collections of the agent, and the time that they took.";
  }

  @Override
  public List<MetricFamily> collect() {
    MetricFamily.SummaryBuilder time =
        MetricFamily.summary(
            "jvm_gc_collection_seconds", "Time spent in a given JVM garbage collector in seconds.");
    for (GarbageCollectorMXBean collector : collectors) {
      long count = collector.getCollectionCount();
      // Negative: this one is not counted.
      if (count >= 0) {
        time.sample(
            List.of(), count, collector.getCollectionTime() / 1e3, "gc", collector.getName());
      }
    }
    return List.of(time.build());
  }
}
