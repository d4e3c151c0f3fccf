package org.metricbay.jvm;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.metricbay.api.Collector;
import org.metricbay.api.FamilyBuilder;
import org.metricbay.api.Labels;
import org.metricbay.api.MetricDescriptor;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricPlugin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/**
 * Buffers outside of the heap:
 *
 * <pre>
 * jvm_buffer_pool_used_bytes{pool="direct"} 82011.0
 * </pre>
 */
@Component(
    reference =
        @Reference(
            name = "settings",
            service = JvmSettings.class,
            target = "(collectors.jvm_buffer_pool=true)"),
    configurationPolicy = ConfigurationPolicy.IGNORE)
@Collector(name = "jvm_buffer_pool", description = "Buffers of the agent outside of its heap.")
public final class BufferPoolCollector implements MetricPlugin {
  private static final MetricDescriptor JVM_BUFFER_POOL_USED_BYTES =
      MetricDescriptor.gauge(
          "jvm_buffer_pool_used_bytes", "Used bytes of a given JVM buffer pool.");

  private static final MetricDescriptor JVM_BUFFER_POOL_CAPACITY_BYTES =
      MetricDescriptor.gauge(
          "jvm_buffer_pool_capacity_bytes", "Bytes capacity of a given JVM buffer pool.");

  private static final MetricDescriptor JVM_BUFFER_POOL_USED_BUFFERS =
      MetricDescriptor.gauge(
          "jvm_buffer_pool_used_buffers", "Used buffers of a given JVM buffer pool.");

  private final List<BufferPoolMXBean> pools =
      ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class);

  /** Asks the JVM that it runs in. */
  @Activate
  public BufferPoolCollector() {
    // The JVM is there.
  }

  @Override
  public List<MetricFamily> collect() {
    FamilyBuilder used = JVM_BUFFER_POOL_USED_BYTES.samples();
    FamilyBuilder capacity = JVM_BUFFER_POOL_CAPACITY_BYTES.samples();
    FamilyBuilder buffers = JVM_BUFFER_POOL_USED_BUFFERS.samples();
    for (BufferPoolMXBean pool : pools) {
      Labels labels = Labels.of("pool", pool.getName());
      used.add((double) pool.getMemoryUsed(), labels);
      capacity.add((double) pool.getTotalCapacity(), labels);
      buffers.add((double) pool.getCount(), labels);
    }
    return List.of(used.build(), capacity.build(), buffers.build());
  }
}
