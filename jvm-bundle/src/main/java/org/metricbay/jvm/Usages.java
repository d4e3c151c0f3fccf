package org.metricbay.jvm;

import java.lang.management.MemoryUsage;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.metricbay.api.Labels;
import org.metricbay.api.MetricFamily;

/** The four families that tell of memory of one kind. For use by one thread. */
final class Usages {
  /** What the families are called and what they tell; names are put together once. */
  record Kind(String label, Metric used, Metric committed, Metric max, Metric init) {
    static Kind of(
        String prefix,
        String label,
        String usedHelp,
        String committedHelp,
        String maxHelp,
        String initHelp) {
      return new Kind(
          label,
          new Metric(prefix + "used_bytes", usedHelp),
          new Metric(prefix + "committed_bytes", committedHelp),
          new Metric(prefix + "max_bytes", maxHelp),
          new Metric(prefix + "init_bytes", initHelp));
    }
  }

  private record Metric(String name, String help) {
    MetricFamily.NumberBuilder family() {
      return MetricFamily.gauge(name, help);
    }
  }

  private final String label;
  private final MetricFamily.NumberBuilder used;
  private final MetricFamily.NumberBuilder committed;
  private final MetricFamily.NumberBuilder max;
  private final MetricFamily.NumberBuilder init;

  Usages(Kind kind) {
    label = kind.label();
    used = kind.used().family();
    committed = kind.committed().family();
    max = kind.max().family();
    init = kind.init().family();
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
