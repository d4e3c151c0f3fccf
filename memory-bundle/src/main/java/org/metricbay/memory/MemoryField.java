package org.metricbay.memory;

import org.metricbay.api.Labels;
import org.metricbay.api.MetricFamily;

/**
 * How a field of {@code /proc/meminfo} is exposed.
 *
 * @param metric the metric's name
 * @param help the metric's help
 */
record MemoryField(String metric, String help) {
  /** The kernel says kB. */
  static final double KIBIBYTE = 1024;

  /**
   * From the kernel's name.
   *
   * @param field such as {@code MemFree} or {@code Active(anon)}
   * @param bytes whether it is an amount of memory rather than a number of pages
   */
  static MemoryField of(String field, boolean bytes) {
    String name = plain(field) + (bytes ? "_bytes" : "");
    return new MemoryField("node_memory_" + name, help(name));
  }

  /** {@code Active(anon)} becomes {@code Active_anon}. */
  static String plain(String field) {
    return field.replace('(', '_').replace(")", "");
  }

  static String help(String name) {
    return "Memory information field " + name + ".";
  }

  MetricFamily gauge(double value) {
    return MetricFamily.gauge(metric, help).sample(value, Labels.empty()).build();
  }
}
