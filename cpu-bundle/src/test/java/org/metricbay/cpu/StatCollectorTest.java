package org.metricbay.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.metricbay.api.MetricFamily;
import org.metricbay.platform.FieldReader;
import org.metricbay.platform.KnownFields;
import org.metricbay.test.Page;

class StatCollectorTest {
  @Test
  void readsWhatTheKernelGives() {
    String stat =
        """
        cpu  1 2 3 4
        cpu0 1 2 3 4
        intr 18446744073709551615 7 0 0
        ctxt 1234
        btime 1700000000
        processes 56
        procs_running 2
        procs_blocked 1
        softirq 9 1 2
        """;
    assertThat(Page.of(parse(stat, false)).lines())
        .containsEntry("node_intr_total", Double.toString(0x1p64))
        .containsEntry("node_context_switches_total", "1234.0")
        .containsEntry("node_boot_time_seconds", "1.7E9")
        .containsEntry("node_forks_total", "56.0")
        .containsEntry("node_procs_running", "2.0")
        .containsEntry("node_procs_blocked", "1.0")
        .hasSize(18);
  }

  @Test
  void leavesOutWhatItDoesNotGive() {
    assertThat(Page.of(parse("ctxt 5\n", true)).lines()).hasSize(3);
    assertThat(parse("", true)).isEmpty();
  }

  @Test
  void readsSoftInterruptsIfTold() {
    assertThat(Page.of(parse("softirq 75 1 2 30 4 5 6 7 8 9 3\n", true)).lines())
        .containsEntry("node_softirqs_total{vector=\"hi\"}", "1.0")
        .containsEntry("node_softirqs_total{vector=\"net_tx\"}", "30.0")
        .hasSize(2 + 10);
    List<MetricFamily> few = parse("ctxt 1\nsoftirq 33 1 2 30\n", true);
    assertThat(Page.of(few).lines()).hasSize(3);
    assertThat(few.get(1).leftOut()).hasSize(1);
  }

  private static List<MetricFamily> parse(String stat, boolean softirq) {
    KnownFields<String> names = new KnownFields<>(name -> name);
    return StatCollector.parse(new FieldReader(stat), names, softirq);
  }
}
