package org.metricbay.benchmarks;

import java.util.ArrayList;
import java.util.List;
import org.metricbay.api.FamilyBuilder;
import org.metricbay.api.Labels;
import org.metricbay.api.MetricDescriptor;
import org.metricbay.api.MetricFamily;
import org.openjdk.jmh.annotations.Benchmark;

/** 300 families, as many as collectors give of a small host, made of numbers that are known. */
public class FamilyBenchmark extends InnerBenchmark {
  private static final int FAMILIES = 300;
  private static final int SERIES = 4;

  private final String[] names = new String[FAMILIES];
  private final MetricDescriptor[] plain = new MetricDescriptor[FAMILIES];
  private final MetricDescriptor[] labelled = new MetricDescriptor[FAMILIES];
  private final String[] devices = {"dev0", "dev1", "dev2", "dev3"};
  private final Labels[] labels = new Labels[SERIES];
  private final FamilyBuilder[] kept = new FamilyBuilder[FAMILIES];

  /** Describes them. */
  public FamilyBenchmark() {
    for (int i = 0; i < FAMILIES; i++) {
      names[i] = "node_sample_family" + i;
      plain[i] = MetricDescriptor.gauge(names[i], "Counts something.");
      labelled[i] = MetricDescriptor.gauge(names[i], "Counts something.", "device");
      kept[i] = labelled[i].samples();
    }
    for (int i = 0; i < SERIES; i++) {
      labels[i] = labelled[0].labels(devices[i]);
    }
  }

  /** One sample each, by the builders of API 1.0, which describe them again each time. */
  @Benchmark
  public List<MetricFamily> describedAgain() {
    List<MetricFamily> families = new ArrayList<>(FAMILIES);
    for (int i = 0; i < FAMILIES; i++) {
      families.add(MetricFamily.gauge(names[i], "Counts something.").sample(i).build());
    }
    return families;
  }

  /** One sample each, by descriptors. */
  @Benchmark
  public List<MetricFamily> described() {
    List<MetricFamily> families = new ArrayList<>(FAMILIES);
    for (int i = 0; i < FAMILIES; i++) {
      families.add(plain[i].of(i));
    }
    return families;
  }

  /** Four samples each, whose labels are made each time. */
  @Benchmark
  public List<MetricFamily> labelled() {
    List<MetricFamily> families = new ArrayList<>(FAMILIES);
    for (int i = 0; i < FAMILIES; i++) {
      FamilyBuilder family = labelled[i].samples();
      for (String device : devices) {
        family.add(i, device);
      }
      families.add(family.build());
    }
    return families;
  }

  /** Four samples each, whose labels are kept. */
  @Benchmark
  public List<MetricFamily> labelsKept() {
    List<MetricFamily> families = new ArrayList<>(FAMILIES);
    for (int i = 0; i < FAMILIES; i++) {
      FamilyBuilder family = labelled[i].samples();
      for (Labels kept : labels) {
        family.add(i, kept);
      }
      families.add(family.build());
    }
    return families;
  }

  /** Four samples each, by builders that are used again. */
  @Benchmark
  public List<MetricFamily> buildersKept() {
    List<MetricFamily> families = new ArrayList<>(FAMILIES);
    for (int i = 0; i < FAMILIES; i++) {
      FamilyBuilder family = kept[i].begin();
      for (String device : devices) {
        family.add(i, device);
      }
      families.add(family.build());
    }
    return families;
  }
}
