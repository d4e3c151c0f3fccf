package org.metricbay.jvm;

import java.util.List;
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
public final class AllocationCollector implements MetricPlugin {
  private final JvmAllocations allocations;

  /** Takes the one that hears of garbage collections. */
  @Activate
  public AllocationCollector(@Reference JvmAllocations allocations) {
    this.allocations = allocations;
  }

  @Override
  public String name() {
    return "jvm_memory_pool_allocation";
  }

  @Override
  public String description() {
    return "Memory that the agent has allocated, as of the last garbage collection.";
  }

  @Override
  public List<MetricFamily> collect() {
    MetricFamily.NumberBuilder family =
        MetricFamily.counter(
            "jvm_memory_pool_allocated_bytes_total",
            "Total bytes allocated in a given JVM memory pool. Only updated after GC, not"
                + " continuously.");
    allocations
        .bytesByPool()
        .forEach((pool, bytes) -> family.sample(bytes.doubleValue(), "pool", pool));
    return List.of(family.build());
  }
}
