package org.metricbay.jvm;

import java.lang.management.MemoryUsage;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.metricbay.api.FamilyBuilder;
import org.metricbay.api.Labels;
import org.metricbay.api.MetricDescriptor;
import org.metricbay.api.MetricFamily;

/** The four families that report memory of one kind. For use by one thread. */
final class Usages {
  /** What the families are of. */
  record Kind(
      MetricDescriptor used,
      MetricDescriptor committed,
      MetricDescriptor max,
      MetricDescriptor init) {
    static Kind of(
        String prefix,
        String label,
        String usedHelp,
        String committedHelp,
        String maxHelp,
        String initHelp) {
      return new Kind(
          MetricDescriptor.gauge(prefix + "used_bytes", usedHelp, label),
          MetricDescriptor.gauge(prefix + "committed_bytes", committedHelp, label),
          MetricDescriptor.gauge(prefix + "max_bytes", maxHelp, label),
          MetricDescriptor.gauge(prefix + "init_bytes", initHelp, label));
    }
  }

  private final FamilyBuilder used;
  private final FamilyBuilder committed;
  private final FamilyBuilder max;
  private final FamilyBuilder init;

  Usages(Kind kind) {
    used = kind.used().samples();
    committed = kind.committed().samples();
    max = kind.max().samples();
    init = kind.init().samples();
  }

  /** Adds a pool or an area; what the JVM does not know of is left out. */
  void add(String name, @Nullable MemoryUsage usage) {
    if (usage != null) {
      Labels labels = used.descriptor().labels(name);
      used.add((double) usage.getUsed(), labels);
      committed.add((double) usage.getCommitted(), labels);
      // -1: there is no limit.
      max.add((double) usage.getMax(), labels);
      init.add((double) usage.getInit(), labels);
    }
  }

  List<MetricFamily> families() {
    return List.of(used.build(), committed.build(), max.build(), init.build());
  }
}
