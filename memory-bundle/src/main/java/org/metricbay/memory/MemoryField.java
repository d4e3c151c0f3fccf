package org.metricbay.memory;

import org.metricbay.api.MetricDescriptor;
import org.metricbay.api.MetricType;

/** How a field of {@code /proc/meminfo} is exposed. */
final class MemoryField {
  /** The kernel says kB. */
  static final double KIBIBYTE = 1024;

  private MemoryField() {}

  /**
   * From the kernel's name.
   *
   * @param field such as {@code MemFree} or {@code Active(anon)}
   * @param bytes whether it is an amount of memory rather than a number of pages
   */
  static MetricDescriptor metric(String field, boolean bytes) {
    String name = plain(field) + (bytes ? "_bytes" : "");
    return MetricDescriptor.found(MetricType.GAUGE, "node_memory_" + name, help(name));
  }

  /** {@code Active(anon)} becomes {@code Active_anon}. */
  static String plain(String field) {
    return field.replace('(', '_').replace(")", "");
  }

  static String help(String name) {
    return "Memory information field " + name + ".";
  }
}
