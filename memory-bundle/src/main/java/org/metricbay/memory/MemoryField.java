package org.metricbay.memory;

import org.metricbay.api.MetricDescriptor;
import org.metricbay.api.MetricType;
import org.metricbay.platform.FieldReader;

/** How a field of {@code /proc/meminfo} is exposed. */
final class MemoryField {
  /** The kernel says kB. */
  private static final double KIBIBYTE = 1024;

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

  /**
   * Reads what stands behind a field's name.
   *
   * @throws IllegalArgumentException if the kernel's unit is not there: without it, the number is
   *     another one
   */
  static double value(FieldReader line, boolean inKibibytes) {
    double value = line.number();
    if (inKibibytes && !line.next().equals("kB")) {
      throw new IllegalArgumentException("the number is not in kB");
    }
    if (line.hasNext()) {
      throw new IllegalArgumentException("there is more than a number");
    }
    return inKibibytes ? value * KIBIBYTE : value;
  }

  /** All but the numbers of huge pages are. */
  static boolean isInKibibytes(String field) {
    return !field.startsWith("HugePages_");
  }

  /** {@code Active(anon)} becomes {@code Active_anon}. */
  static String plain(String field) {
    return field.replace('(', '_').replace(")", "");
  }

  static String help(String name) {
    return "Memory information field " + name + ".";
  }
}
