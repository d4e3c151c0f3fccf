package org.metricbay.core.collect.internal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ObjIntConsumer;
import org.metricbay.api.Labels;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.Sample;

/**
 * Merges the families of several collectors into those of one page: each family once, each series
 * once. Where two collectors give the same series, or one name with two types, the first one's
 * stays.
 */
final class FamilyMerger {
  private final Map<String, MetricFamily> families = new HashMap<>();

  /** The further names of histograms and summaries, which no other family may have. */
  private final Set<String> suffixed = new HashSet<>();

  /** Told the collector and the number of series it lost to an earlier one. */
  private final ObjIntConsumer<String> dropped;

  FamilyMerger(ObjIntConsumer<String> dropped) {
    this.dropped = dropped;
  }

  void add(String collector, List<MetricFamily> given) {
    for (MetricFamily family : given) {
      if (!family.samples().isEmpty()) {
        add(collector, family);
      }
    }
  }

  private void add(String collector, MetricFamily family) {
    MetricFamily present = families.get(family.name());
    if (present == null && owns(family)) {
      families.put(family.name(), family);
    } else if (present != null && present.type() == family.type()) {
      families.put(family.name(), merged(collector, present, family));
    } else {
      dropped.accept(collector, family.samples().size());
    }
  }

  private boolean owns(MetricFamily family) {
    if (suffixed.contains(family.name())) {
      return false;
    }
    List<String> more = furtherNames(family);
    if (more.stream().anyMatch(name -> suffixed.contains(name) || families.containsKey(name))) {
      return false;
    }
    suffixed.addAll(more);
    return true;
  }

  private static List<String> furtherNames(MetricFamily family) {
    String name = family.name();
    return switch (family.type()) {
      case HISTOGRAM -> List.of(name + "_bucket", name + "_count", name + "_sum");
      case SUMMARY -> List.of(name + "_count", name + "_sum");
      default -> List.of();
    };
  }

  private MetricFamily merged(String collector, MetricFamily present, MetricFamily more) {
    List<Sample> samples = new ArrayList<>(present.samples());
    Set<Labels> seen = new HashSet<>();
    present.samples().forEach(sample -> seen.add(sample.labels()));
    int lost = 0;
    for (Sample sample : more.samples()) {
      if (seen.add(sample.labels())) {
        samples.add(sample);
      } else {
        lost++;
      }
    }
    if (lost > 0) {
      dropped.accept(collector, lost);
    }
    return new MetricFamily(present.name(), present.type(), present.help(), samples);
  }

  List<MetricFamily> families() {
    return families.values().stream().sorted(Comparator.comparing(MetricFamily::name)).toList();
  }
}
