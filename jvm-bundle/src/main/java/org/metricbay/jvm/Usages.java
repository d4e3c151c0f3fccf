package org.metricbay.jvm;

import java.lang.management.MemoryUsage;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.metricbay.api.Labels;
import org.metricbay.api.MetricFamily;

/** The four families that tell of memory of one kind. For use by one thread. */
final class Usages {
  private final String label;
  private final MetricFamily.NumberBuilder used;
  private final MetricFamily.NumberBuilder committed;
  private final MetricFamily.NumberBuilder max;
  private final MetricFamily.NumberBuilder init;

  Usages(
      String prefix,
      String label,
      String usedHelp,
      String committedHelp,
      String maxHelp,
      String initHelp) {
    this.label = label;
    used = MetricFamily.gauge(prefix + "used_bytes", usedHelp);
    committed = MetricFamily.gauge(prefix + "committed_bytes", committedHelp);
    max = MetricFamily.gauge(prefix + "max_bytes", maxHelp);
    init = MetricFamily.gauge(prefix + "init_bytes", initHelp);
  }

  /** Adds a pool or an area; what the JVM does not know of is left out. */
  void add(String name, @Nullable MemoryUsage usage) {
    if (usage != null) {
      Labels labels = Labels.of(label, name);
      used.sample((double) usage.getUsed(), labels);
      committed.sample((double) usage.getCommitted(), labels);
      // -1: there is no limit.
      max.sample((double) usage.getMax(), labels);
      init.sample((double) usage.getInit(), labels);
    }
  }

  List<MetricFamily> families() {
    return List.of(used.build(), committed.build(), max.build(), init.build());
  }
}
