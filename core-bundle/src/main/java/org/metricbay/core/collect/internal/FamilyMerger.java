package org.metricbay.core.collect.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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
  private final Map<String, MetricFamily> families = new TreeMap<>();

  /** Which family owns each name that will stand on the page. */
  private final Map<String, String> owners = new HashMap<>();

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
    List<String> names = exposedNames(family);
    if (names.stream().anyMatch(owners::containsKey)) {
      return false;
    }
    names.forEach(name -> owners.put(name, family.name()));
    return true;
  }

  private static List<String> exposedNames(MetricFamily family) {
    String name = family.name();
    return switch (family.type()) {
      case HISTOGRAM -> List.of(name, name + "_bucket", name + "_count", name + "_sum");
      case SUMMARY -> List.of(name, name + "_count", name + "_sum");
      default -> List.of(name);
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
    return List.copyOf(families.values());
  }
}
