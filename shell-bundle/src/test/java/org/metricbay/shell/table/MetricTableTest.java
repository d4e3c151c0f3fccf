package org.metricbay.shell.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.metricbay.api.HistogramSample.Bucket;
import org.metricbay.api.MetricFamily;
import org.metricbay.core.collect.BundleInfo;
import org.metricbay.core.collect.CollectorResult;
import org.metricbay.core.collect.CollectorState;
import org.metricbay.core.collect.CollectorStatus;
import org.metricbay.core.collect.Snapshot;

class MetricTableTest {
  private static final CollectorResult CPU =
      new CollectorResult(
          status("cpu", CollectorState.OK, Optional.empty(), 4),
          List.of(
              MetricFamily.info("node_cpu_info", "I.")
                  .sample("cpu", "0", "model_name", "A processor with a very long name, ".repeat(3))
                  .build(),
              MetricFamily.counter("node_cpu_seconds_total", "S.")
                  .sample(0.1 + 0.2, "cpu", "0", "mode", "idle")
                  .sample(1_700_000_000, "cpu", "0", "mode", "\u001b[31muser")
                  .build(),
              MetricFamily.histogram("h_seconds", "H.")
                  .sample(List.of(new Bucket(Double.POSITIVE_INFINITY, 4)), 1.5)
                  .build()));

  private static final CollectorResult DISK =
      new CollectorResult(
          status("disk", CollectorState.FAILED, Optional.of("no such\nfile"), 0), List.of());

  private static CollectorStatus status(
      String name, CollectorState state, Optional<String> error, int series) {
    return new CollectorStatus(
        name,
        "What " + name + " does.",
        new BundleInfo(7, "org.example." + name, "1.0.0", "ACTIVE"),
        state,
        Optional.of(Duration.ofNanos(1_234_567)),
        error,
        series);
  }

  @Test
  void showsAHeadingAndAlignedRowsPerPlugin() throws IOException {
    StringBuilder text = new StringBuilder();
    MetricTable.print(new Snapshot(List.of(), List.of(CPU, DISK)), text);
    String labels = "cpu=0 model_name=A processor with a very long name, A processor with a …";
    assertThat(text)
        .hasToString(
            """
            cpu: What cpu does.
            OK, 4 series in 1.2 ms; bundle org.example.cpu 1.0.0
              h_seconds               %-72s  count 4, sum 1.5
              node_cpu_info           %s                 1
              node_cpu_seconds_total  %-72s               0.3
              node_cpu_seconds_total  %-72s        1700000000

            disk: What disk does.
            FAILED: no such file, 0 series in 1.2 ms; bundle org.example.disk 1.0.0
            """
                .formatted("", labels, "cpu=0 mode=idle", "cpu=0 mode= [31muser"));
  }

  @Test
  void leavesOutAnEmptyColumn() {
    CollectorResult load =
        new CollectorResult(
            status("load", CollectorState.OK, Optional.empty(), 1),
            List.of(
                MetricFamily.gauge("node_load1", "L.").sample(0.25).build(),
                MetricFamily.gauge("node_load15", "L.").sample(10).build()));
    assertThat(MetricTable.render(load)).endsWith("  node_load1   0.25\n  node_load15    10\n");
  }
}
