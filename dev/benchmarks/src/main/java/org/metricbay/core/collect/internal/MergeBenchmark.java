package org.metricbay.core.collect.internal;

import java.util.List;
import org.metricbay.api.MetricFamily;
import org.metricbay.benchmarks.InnerBenchmark;
import org.metricbay.benchmarks.SampleFamilies;
import org.openjdk.jmh.annotations.Benchmark;

/** What collectors gave, made into one page's families. */
public class MergeBenchmark extends InnerBenchmark {
  private final List<List<MetricFamily>> collectors = SampleFamilies.ofCollectors();

  /** Each family comes from one collector, as nearly all do. */
  @Benchmark
  public List<MetricFamily> apart() {
    FamilyMerger merger = new FamilyMerger();
    collectors.forEach(families -> merger.add("sample", families));
    return merger.families();
  }
}
