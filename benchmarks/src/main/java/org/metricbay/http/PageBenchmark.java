package org.metricbay.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
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
  private final ByteArrayOutputStream out = new ByteArrayOutputStream(1 << 18);

  /** Prometheus text format. */
  @Benchmark
  public int text() throws IOException {
    return written(text);
  }

  /** OpenMetrics. */
  @Benchmark
  public int openMetrics() throws IOException {
    return written(openMetrics);
  }

  private int written(PageWriter writer) throws IOException {
    out.reset();
    writer.write(families, out);
    return out.size();
  }
}
