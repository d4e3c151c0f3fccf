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
    NameFilter filter = NameFilter.read(new ConfigValues(config), "name");
    return Page.of(List.of(InterruptsCollector.parse(new FieldReader(INTERRUPTS), filter, zeros)))
        .lines();
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
    assertThat(
            InterruptsCollector.parse(
                    new FieldReader(""), NameFilter.read(new ConfigValues(Map.of()), ""), true)
                .samples())
        .isEmpty();
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
    assertThat(Page.of(List.of(SoftirqsCollector.parse(new FieldReader(softirqs)))).lines())
        .containsEntry("node_softirqs_functions_total{cpu=\"0\",type=\"HI\"}", "1.0")
        .containsEntry(
            "node_softirqs_functions_total{cpu=\"1\",type=\"RCU\"}", Double.toString(0x1p64))
        .hasSize(2 + 4);
  }

  @Test
  void takesTheCpusFromTheHeading() {
    FieldReader interrupts =
        new FieldReader(
            """
                    CPU0       CPU2      CPU30
              1:      5          6          7   CHIP   1-edge   keys
              2:      5          6   CHIP   2-edge   short
              3:      5          6          7          8   CHIP   3-edge   long
            """);
    MetricFamily family =
        InterruptsCollector.parse(
            interrupts, NameFilter.read(new ConfigValues(Map.of()), "name"), true);
    String labels = "devices=\"1-edge keys\",info=\"CHIP\",type=\"1\"}";
    assertThat(Page.of(List.of(family)).lines())
        .containsEntry("node_interrupts_total{cpu=\"2\"," + labels, "6.0")
        .containsEntry("node_interrupts_total{cpu=\"30\"," + labels, "7.0")
        .hasSize(2 + 3);
    assertThat(family.leftOut()).hasSize(2);
    FieldReader softirqs = new FieldReader("  CPU1  CPU9\n HI: 1 2\nRCU: 3\nBLOCK: 1 2 3\n");
    MetricFamily soft = SoftirqsCollector.parse(softirqs);
    assertThat(Page.of(List.of(soft)).lines())
        .containsEntry("node_softirqs_functions_total{cpu=\"9\",type=\"HI\"}", "2.0")
        .hasSize(2 + 2);
    assertThat(soft.leftOut()).hasSize(2);
  }

  @Test
  void givesNothingWithoutTheHeading() {
    MetricFamily family = SoftirqsCollector.parse(new FieldReader("HI: 1 2\nRCU: 3 4\n"));
    assertThat(family.samples()).isEmpty();
    assertThat(family.leftOut())
        .hasToString("[heading of softirqs cannot be read: \"HI:\" is no CPU]");
  }
}
