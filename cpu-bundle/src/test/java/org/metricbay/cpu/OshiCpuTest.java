package org.metricbay.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.metricbay.test.Page;
import oshi.hardware.CentralProcessor.TickType;

/** How OSHI's numbers become metrics. */
class OshiCpuTest {
  @Test
  void leavesOutModesThatTheSystemDoesNotKnow() {
    long[] first = new long[TickType.values().length];
    first[TickType.USER.getIndex()] = 1500;
    long[] second = new long[TickType.values().length];
    second[TickType.IDLE.getIndex()] = 20;
    assertThat(Page.of(List.of(OshiCpuCollector.times(new long[][] {first, second}))).lines())
        .containsEntry("node_cpu_seconds_total{cpu=\"0\",mode=\"user\"}", "1.5")
        .containsEntry("node_cpu_seconds_total{cpu=\"1\",mode=\"user\"}", "0.0")
        .containsEntry("node_cpu_seconds_total{cpu=\"1\",mode=\"idle\"}", "0.02")
        .hasSize(4 + 2);
  }

  @Test
  void leavesOutWhatOshiDoesNotKnow() {
    assertThat(OshiLoadavgCollector.families(new double[] {-1, -1, -1})).isEmpty();
    assertThat(OshiLoadavgCollector.families(new double[] {1, 2, 3})).hasSize(3);
    assertThat(OshiStatCollector.families(0, 0, 7)).hasSize(1);
    assertThat(Page.of(OshiCpufreqCollector.families(new long[] {0, 5}, -1)).lines())
        .containsEntry("node_cpu_frequency_hertz{cpu=\"1\"}", "5.0")
        .hasSize(3);
  }
}
