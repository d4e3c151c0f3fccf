package org.metricbay.core.collect.internal;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.metricbay.api.FamilyBuilder;
import org.metricbay.api.MetricDescriptor;
import org.metricbay.api.MetricFamily;
import org.metricbay.core.collect.Clash;

/**
 * What collectors lose to others, as metrics:
 *
 * <pre>
 * metricbay_collector_duplicate_info{bundle="org.example.x",collector="cpu",keeper_bundle="org.metricbay.cpu"} 1
 * metricbay_collector_lost_series{bundle="org.example.a",collector="a",family="node_load1",keeper="loadavg",keeper_bundle="org.metricbay.system"} 1
 * </pre>
 */
final class ClashMetrics {
  private static final MetricDescriptor DUPLICATE =
      MetricDescriptor.info(
          "metricbay_collector_duplicate_info",
          "A collector that is not called, as another bundle's had its name first.",
          "collector",
          "bundle",
          "keeper_bundle");

  private static final MetricDescriptor LOST =
      MetricDescriptor.gauge(
          "metricbay_collector_lost_series",
          "Series of a family that the collector gives in vain, as another one, the keeper, gave"
              + " them first.",
          "collector",
          "bundle",
          "keeper",
          "keeper_bundle",
          "family");

  private ClashMetrics() {}

  static List<MetricFamily> families(List<Clash> names, List<Clash> series) {
    List<MetricFamily> families = new ArrayList<>();
    if (!names.isEmpty()) {
      families.add(duplicates(names));
    }
    if (!series.isEmpty()) {
      families.add(lost(series));
    }
    return families;
  }

  private static MetricFamily duplicates(List<Clash> names) {
    // A bundle may have registered several of one name.
    Set<List<String>> all = new LinkedHashSet<>();
    for (Clash clash : names) {
      all.add(
          List.of(
              clash.loser().collector(),
              clash.loser().bundle().symbolicName(),
              clash.keeper().bundle().symbolicName()));
    }
    FamilyBuilder family = DUPLICATE.samples();
    all.forEach(labels -> family.add(1, labels.toArray(new String[0])));
    return family.build();
  }

  private static MetricFamily lost(List<Clash> series) {
    FamilyBuilder family = LOST.samples();
    for (Clash clash : series) {
      family.add(
          clash.series(),
          clash.loser().collector(),
          clash.loser().bundle().symbolicName(),
          clash.keeper().collector(),
          clash.keeper().bundle().symbolicName(),
          clash.family().orElse(""));
    }
    return family.build();
  }
}
