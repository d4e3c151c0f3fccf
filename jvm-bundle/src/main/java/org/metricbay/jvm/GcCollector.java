package org.metricbay.jvm;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.metricbay.api.Collector;
import org.metricbay.api.FamilyBuilder;
import org.metricbay.api.Labels;
import org.metricbay.api.MetricDescriptor;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricPlugin;
import org.metricbay.api.SummarySample;
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
@Collector(
    name = "jvm_gc",
    description = "Garbage collections of the agent, and the time that they took.")
public final class GcCollector implements MetricPlugin {
  private static final MetricDescriptor GC_COLLECTION_SECONDS =
      MetricDescriptor.summary(
          "jvm_gc_collection_seconds",
          "Time spent in a given JVM garbage collector in seconds.",
          "gc");

  private final List<GarbageCollectorMXBean> collectors =
      ManagementFactory.getGarbageCollectorMXBeans();

  /** Asks the JVM that it runs in. */
  @Activate
  public GcCollector() {
    // The JVM is there.
  }

  @Override
  public List<MetricFamily> collect() {
    FamilyBuilder time = GC_COLLECTION_SECONDS.samples();
    for (GarbageCollectorMXBean collector : collectors) {
      long count = collector.getCollectionCount();
      // Negative: this one is not counted.
      if (count >= 0) {
        Labels labels = GC_COLLECTION_SECONDS.labels(collector.getName());
        double seconds = collector.getCollectionTime() / 1e3;
        time.add(new SummarySample(labels, List.of(), count, seconds));
      }
    }
    return List.of(time.build());
  }
}
