package org.metricbay.jvm;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.metricbay.api.Labels;
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
public final class BufferPoolCollector implements MetricPlugin {
  private final List<BufferPoolMXBean> pools =
      ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class);

  /** Asks the JVM that it runs in. */
  @Activate
  public BufferPoolCollector() {
    // The JVM is there.
  }

  @Override
  public String name() {
    return "jvm_buffer_pool";
  }

  @Override
  public String description() {
    return "Buffers of the agent outside of its heap.";
  }

  @Override
  public List<MetricFamily> collect() {
    MetricFamily.NumberBuilder used =
        MetricFamily.gauge("jvm_buffer_pool_used_bytes", "Used bytes of a given JVM buffer pool.");
    MetricFamily.NumberBuilder capacity =
        MetricFamily.gauge(
            "jvm_buffer_pool_capacity_bytes", "Bytes capacity of a given JVM buffer pool.");
    MetricFamily.NumberBuilder buffers =
        MetricFamily.gauge(
            "jvm_buffer_pool_used_buffers", "Used buffers of a given JVM buffer pool.");
    for (BufferPoolMXBean pool : pools) {
      Labels labels = Labels.of("pool", pool.getName());
      used.sample((double) pool.getMemoryUsed(), labels);
      capacity.sample((double) pool.getTotalCapacity(), labels);
      buffers.sample((double) pool.getCount(), labels);
    }
    return List.of(used.build(), capacity.build(), buffers.build());
  }
}
