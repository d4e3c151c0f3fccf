package org.metricbay.system;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.metricbay.platform.KernelClock;
import org.metricbay.test.Page;

class TimexCollectorTest {
  private static KernelClock clock(int state, int status) {
    return new KernelClock(
        state, 5000, -65536, 16, 8, status, 7, 10_000, 131072, 3000, 4, 65536, 1, 2, 3, 4, 37);
  }

  @Test
  void readsInTheUnitThatTheStatusTells() {
    assertThat(Page.of(TimexCollector.families(clock(0, KernelClock.NANOSECONDS))).lines())
        .containsEntry("node_timex_offset_seconds", "5.0E-6")
        .containsEntry("node_timex_sync_status", "1.0")
        .containsEntry("node_timex_frequency_adjustment_ratio", "0.999999")
        .containsEntry("node_timex_maxerror_seconds", "1.6E-5")
        .containsEntry("node_timex_tick_seconds", "0.01")
        .containsEntry("node_timex_pps_frequency_hertz", "2.0E-6")
        .containsEntry("node_timex_pps_jitter_seconds", "3.0E-6")
        .containsEntry("node_timex_pps_calibration_total", "2.0")
        .containsEntry("TYPE node_timex_pps_calibration_total", "counter")
        .containsEntry("node_timex_tai_offset_seconds", "37.0")
        .hasSize(17 * 3);
    assertThat(Page.of(TimexCollector.families(clock(5, 0))).lines())
        .containsEntry("node_timex_offset_seconds", "0.005")
        .containsEntry("node_timex_sync_status", "0.0");
  }
}
