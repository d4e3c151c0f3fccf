package org.metricbay.benchmarks;

import java.util.ArrayList;
import java.util.List;
import org.metricbay.api.FamilyBuilder;
import org.metricbay.api.MetricDescriptor;
import org.metricbay.api.MetricFamily;

/** What collectors give of a small host: 1,400 series, as many as a page of the agent has. */
public final class SampleFamilies {
  private static final int COLLECTORS = 35;
  private static final int FAMILIES = 10;
  private static final int SERIES = 4;

  private SampleFamilies() {}

  /** The families of each collector. */
  public static List<List<MetricFamily>> ofCollectors() {
    List<List<MetricFamily>> collectors = new ArrayList<>();
    for (int collector = 0; collector < COLLECTORS; collector++) {
      List<MetricFamily> families = new ArrayList<>();
      for (int family = 0; family < FAMILIES; family++) {
        families.add(
            family("node_sample" + collector + "_family" + family, 1 + collector * family));
      }
      collectors.add(families);
    }
    return collectors;
  }

  /** The families of all collectors. */
  public static List<MetricFamily> all() {
    return ofCollectors().stream().flatMap(List::stream).toList();
  }

  /** Counters of some devices: whole numbers, fractions and large ones. */
  private static MetricFamily family(String name, int factor) {
    FamilyBuilder family =
        MetricDescriptor.counter(
                name + "_total", "Counts something of each device.", "device", "mode")
            .samples();
    double[] values = {factor, factor * 1234.56, factor * 4.096e9, 0};
    for (int i = 0; i < SERIES; i++) {
      family.add(values[i], "dev" + i, "all");
    }
    return family.build();
  }
}
