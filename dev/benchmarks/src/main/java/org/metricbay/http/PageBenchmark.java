package org.metricbay.http;

import java.util.List;
import org.metricbay.api.MetricFamily;
import org.metricbay.benchmarks.InnerBenchmark;
import org.metricbay.benchmarks.SampleFamilies;
import org.openjdk.jmh.annotations.Benchmark;

/** Families to the text of a page. */
public class PageBenchmark extends InnerBenchmark {
  private final List<MetricFamily> families = SampleFamilies.all();
  private final Spares<byte[]> pieces = new Spares<>();
  private final PageWriter text = new PageWriter(PageFormat.TEXT);
  private final PageWriter openMetrics = new PageWriter(PageFormat.OPEN_METRICS);

  /** Prometheus text format. */
  @Benchmark
  public long text() {
    return write(text);
  }

  /** OpenMetrics. */
  @Benchmark
  public long openMetrics() {
    return write(openMetrics);
  }

  private long write(PageWriter writer) {
    PageText page = new PageText(new Pieces(pieces, 1 << 17));
    writer.write(families, Escaping.UNDERSCORES, page);
    page.body().release();
    return page.length();
  }
}
