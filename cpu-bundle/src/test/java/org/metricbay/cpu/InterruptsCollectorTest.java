package org.metricbay.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.metricbay.api.MetricFamily;
import org.metricbay.platform.ConfigValues;
import org.metricbay.platform.FieldReader;
import org.metricbay.platform.NameFilter;
import org.metricbay.test.Page;

/** Interrupts and soft interrupts. */
class InterruptsCollectorTest {
  private static final String INTERRUPTS =
      """
                 CPU0       CPU1
        5:        100          0   CHIP  7-edge   one,  two
       77:          1          2   CHIP
      ABC:3 4   Some   text
      ERR:          9
      """;

  private static Map<String, String> page(Map<String, String> config, boolean zeros) {
    return Page.of(List.of(family(INTERRUPTS, config, zeros))).lines();
  }

  private static MetricFamily family(String text, Map<String, String> config, boolean zeros) {
    NameFilter filter = NameFilter.read(new ConfigValues(config), "name");
    InterruptsCollector.Rows rows =
        new InterruptsCollector.Rows(
            InterruptsCollector.INTERRUPTS.samples(), new CpuNames(), filter, zeros);
    return InterruptsCollector.parse(new FieldReader(text), rows);
  }

  @Test
  void tellsDevicesFromKinds() {
    assertThat(page(Map.of(), true))
        .containsEntry(
            "node_interrupts_total{cpu=\"0\",devices=\"7-edge one, two\",info=\"CHIP\",type=\"5\"}",
            "100.0")
        .containsEntry(
            "node_interrupts_total{cpu=\"1\",devices=\"\",info=\"CHIP\",type=\"77\"}", "2.0")
        .containsEntry(
            "node_interrupts_total{cpu=\"1\",devices=\"\",info=\"Some text\",type=\"ABC\"}", "4.0")
        .hasSize(2 + 3 * 2);
  }

  @Test
  void leavesOutWhatTheSettingsDoNotWant() {
    assertThat(page(Map.of(), false)).hasSize(2 + 3 * 2 - 1);
    assertThat(page(Map.of("name-include", "^ABC;"), true)).hasSize(2 + 2);
    assertThat(page(Map.of("name-exclude", ";CHIP;"), true)).hasSize(2 + 2);
    assertThat(family("", Map.of(), true).samples()).isEmpty();
  }

  @Test
  void readsSoftInterrupts() {
    String softirqs =
        """
                  CPU0       CPU1
             HI:     1          2
          OTHER:     3          4
            RCU:     5 18446744073709551615
        """;
    MetricFamily family =
        SoftirqsCollector.parse(
            new FieldReader(softirqs),
            SoftirqsCollector.SOFTIRQS_FUNCTIONS.samples(),
            new CpuNames());
    assertThat(Page.of(List.of(family)).lines())
        .containsEntry("node_softirqs_functions_total{cpu=\"0\",type=\"HI\"}", "1.0")
        .containsEntry(
            "node_softirqs_functions_total{cpu=\"1\",type=\"RCU\"}", Double.toString(0x1p64))
        .hasSize(2 + 4);
  }
}
