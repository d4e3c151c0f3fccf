package org.metricbay.cpu;

import java.util.List;
import org.metricbay.api.MetricFamily;
import org.metricbay.benchmarks.InnerBenchmark;
import org.metricbay.platform.FieldReader;
import org.metricbay.platform.KnownFields;
import org.openjdk.jmh.annotations.Benchmark;

/** {@code /proc/stat} of a host with 16 CPUs, read by both collectors that do. */
public class StatBenchmark extends InnerBenchmark {
  private static final int CPUS = 16;

  private final CpuTimes times = new CpuTimes();
  private final KnownFields<String> names = new KnownFields<>(name -> name);
  private final String text = text();

  /** CPU times by mode. */
  @Benchmark
  public List<MetricFamily> cpu() {
    return times.update(CpuTimes.parse(new FieldReader(text), StatBenchmark::fail));
  }

  private static void fail(String what, String why) {
    throw new IllegalStateException(what + " " + why);
  }

  /** Interrupts, context switches and the like. */
  @Benchmark
  public List<MetricFamily> stat() {
    return StatCollector.parse(new FieldReader(text), names, false);
  }

  private static String text() {
    StringBuilder text = new StringBuilder("cpu  301854 612 111922 8979004 3552 2 3944 0 0 0\n");
    for (int cpu = 0; cpu < CPUS; cpu++) {
      text.append("cpu").append(cpu).append(" 44490 19 21045 1087069 220 1 3410 0 0 0\n");
    }
    return text.append("intr 8885917")
        .append(" 0".repeat(1024))
        .append("\nctxt 38014093\nbtime 1418183276\nprocesses 26442\nprocs_running 2\n")
        .append("procs_blocked 1\nsoftirq 5057579 250191 1481983 1647 211099 186066 0 1783454\n")
        .toString();
  }
}
