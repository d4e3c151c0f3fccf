package org.metricbay.jvm;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryPoolMXBean;
import java.util.ArrayList;
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
 * Heap and other memory that the JVM knows of, by area and by pool:
 *
 * <pre>
 * jvm_memory_used_bytes{area="heap"} 2.3e7
 * jvm_memory_pool_used_bytes{pool="Eden Space"} 5.1e6
 * jvm_memory_pool_collection_used_bytes{pool="Eden Space"} 0.0
 * </pre>
 */
@Component(
    reference =
        @Reference(
            name = "settings",
            service = JvmSettings.class,
            target = "(collectors.jvm_memory=true)"),
    configurationPolicy = ConfigurationPolicy.IGNORE)
@Collector(
    name = "jvm_memory",
    description = "Heap and other memory of the agent, by area and by pool.")
public final class MemoryCollector implements MetricPlugin {
  private static final MetricDescriptor JVM_MEMORY_OBJECTS_PENDING_FINALIZATION =
      MetricDescriptor.gauge(
          "jvm_memory_objects_pending_finalization",
          "The number of objects waiting in the finalizer queue.");

  private static final Usages.Kind AREAS =
      Usages.Kind.of(
          "jvm_memory_",
          "area",
          "Used bytes of a given JVM memory area.",
          "Committed (bytes) of a given JVM memory area.",
          "Max (bytes) of a given JVM memory area.",
          "Initial bytes of a given JVM memory area.");

  private static final Usages.Kind POOLS =
      Usages.Kind.of(
          "jvm_memory_pool_",
          "pool",
          "Used bytes of a given JVM memory pool.",
          "Committed bytes of a given JVM memory pool.",
          "Max bytes of a given JVM memory pool.",
          "Initial bytes of a given JVM memory pool.");

  private static final Usages.Kind COLLECTED =
      Usages.Kind.of(
          "jvm_memory_pool_collection_",
          "pool",
          "Used bytes after last collection of a given JVM memory pool.",
          "Committed after last collection bytes of a given JVM memory pool.",
          "Max bytes after last collection of a given JVM memory pool.",
          "Initial after last collection bytes of a given JVM memory pool.");

  private final MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
  private final List<MemoryPoolMXBean> pools = ManagementFactory.getMemoryPoolMXBeans();

  /** Asks the JVM that it runs in. */
  @Activate
  public MemoryCollector() {
    // The JVM is there.
  }

  @Override
  public List<MetricFamily> collect() {
    Usages areas = new Usages(AREAS);
    areas.add("heap", memory.getHeapMemoryUsage());
    areas.add("nonheap", memory.getNonHeapMemoryUsage());
    Usages now = new Usages(POOLS);
    Usages collected = new Usages(COLLECTED);
    for (MemoryPoolMXBean pool : pools) {
      now.add(pool.getName(), pool.getUsage());
      collected.add(pool.getName(), pool.getCollectionUsage());
    }
    List<MetricFamily> families = new ArrayList<>();
    families.add(
        JVM_MEMORY_OBJECTS_PENDING_FINALIZATION.of(memory.getObjectPendingFinalizationCount()));
    families.addAll(areas.families());
    families.addAll(now.families());
    families.addAll(collected.families());
    return families;
  }
}
