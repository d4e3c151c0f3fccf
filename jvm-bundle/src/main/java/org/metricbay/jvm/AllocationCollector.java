package org.metricbay.jvm;

import java.util.List;
import org.metricbay.api.Collector;
import org.metricbay.api.FamilyBuilder;
import org.metricbay.api.MetricDescriptor;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricPlugin;
import org.metricbay.platform.JvmAllocations;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/**
 * What was allocated:
 *
 * <pre>
 * jvm_memory_pool_allocated_bytes_total{pool="Eden Space"} 4.2205184E7
 * </pre>
 */
@Component(
    reference =
        @Reference(
            name = "settings",
            service = JvmSettings.class,
            target = "(collectors.jvm_memory_pool_allocation=true)"),
    configurationPolicy = ConfigurationPolicy.IGNORE)
@Collector(
    name = "jvm_memory_pool_allocation",
    description = "Memory that the agent has allocated, as of the last garbage collection.")
public final class AllocationCollector implements MetricPlugin {
  private static final MetricDescriptor JVM_MEMORY_POOL_ALLOCATED_BYTES =
      MetricDescriptor.counter(
          "jvm_memory_pool_allocated_bytes_total",
          "Total bytes allocated in a given JVM memory pool. Only updated after GC, not"
              + " continuously.",
          "pool");

  private final JvmAllocations allocations;

  /** Takes the one that hears of garbage collections. */
  @Activate
  public AllocationCollector(@Reference JvmAllocations allocations) {
    this.allocations = allocations;
  }

  @Override
  public List<MetricFamily> collect() {
    FamilyBuilder family = JVM_MEMORY_POOL_ALLOCATED_BYTES.samples();
    allocations.bytesByPool().forEach((pool, bytes) -> family.add(bytes.doubleValue(), pool));
    return List.of(family.build());
  }
}
