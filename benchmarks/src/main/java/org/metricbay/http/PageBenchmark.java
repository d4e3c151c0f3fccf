package org.metricbay.http;

import java.util.List;
import org.metricbay.api.MetricFamily;
import org.metricbay.benchmarks.InnerBenchmark;
import org.metricbay.benchmarks.SampleFamilies;
import org.openjdk.jmh.annotations.Benchmark;

/** Families to the text of a page. */
public class PageBenchmark extends InnerBenchmark {
  private final List<MetricFamily> families = SampleFamilies.all();
  private final PageWriter text = new PageWriter(PageFormat.TEXT);
  private final PageWriter openMetrics = new PageWriter(PageFormat.OPEN_METRICS);

  /** Prometheus text format. */
  @Benchmark
  public String text() {
    return text.page(families);
  }

  /** OpenMetrics. */
  @Benchmark
  public String openMetrics() {
    return openMetrics.page(families);
  }
}
