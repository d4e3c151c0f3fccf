package org.metricbay.memory;

import java.util.List;
import org.metricbay.api.MetricFamily;
import org.metricbay.benchmarks.InnerBenchmark;
import org.metricbay.platform.FieldReader;
import org.metricbay.platform.KnownFields;
import org.openjdk.jmh.annotations.Benchmark;

/** {@code /proc/meminfo}, as long as a new kernel's. */
public class MeminfoBenchmark extends InnerBenchmark {
  private static final int LINES = 55;

  private final KnownFields<MeminfoCollector.Name> names = MeminfoCollector.Name.known();
  private final String text = text();

  /** Text to families. */
  @Benchmark
  public List<MetricFamily> meminfo() {
    return MeminfoCollector.parse(new FieldReader(text), names);
  }

  private static String text() {
    StringBuilder text = new StringBuilder("HugePages_Free:        0\n");
    for (int line = 1; line < LINES; line++) {
      text.append("Active").append(line).append("(anon):     2068484 kB\n");
    }
    return text.toString();
  }
}
