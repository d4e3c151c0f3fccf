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
  private final PageText page = new PageText(1 << 16);
  private final PageWriter openMetrics = new PageWriter(PageFormat.OPEN_METRICS);

  /** Prometheus text format. */
  @Benchmark
  public int text() {
    return write(text);
  }

  /** OpenMetrics. */
  @Benchmark
  public int openMetrics() {
    return write(openMetrics);
  }

  private int write(PageWriter writer) {
    page.clear();
    writer.write(families, Escaping.UNDERSCORES, page);
    return page.length();
  }
}
