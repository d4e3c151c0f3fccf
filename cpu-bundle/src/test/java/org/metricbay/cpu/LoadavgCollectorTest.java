package org.metricbay.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.metricbay.api.MetricFamily;
import org.metricbay.platform.FieldReader;
import org.metricbay.test.Page;

class LoadavgCollectorTest {
  @Test
  void readsTheThreeAverages() {
    assertThat(
            Page.of(LoadavgCollector.parse(new FieldReader("1.50 0.75 12.25 2/345 6789\n")))
                .lines())
        .containsEntry("node_load1", "1.5")
        .containsEntry("node_load5", "0.75")
        .containsEntry("node_load15", "12.25")
        .containsEntry("TYPE node_load1", "gauge");
  }

  @Test
  void whatIsMissingCostsItself() {
    List<MetricFamily> families = LoadavgCollector.parse(new FieldReader("1.50 x 2 1/3 4\n"));
    assertThat(Page.of(families).lines())
        .containsEntry("node_load1", "1.5")
        .containsEntry("node_load15", "2.0")
        .hasSize(2 * 3);
    assertThat(families.get(1).leftOut())
        .hasToString(
            "[line 1 of loadavg cannot be read: \"x\" is not a number, in line: 1.50 x 2 1/3 4]");
    for (String wrong : List.of("1.50 0.75\n", "0.75 12.25 2/345 6789\n", "1 2 3 4 5/6 7\n")) {
      List<MetricFamily> none = LoadavgCollector.parse(new FieldReader(wrong));
      assertThat(Page.of(none).lines()).isEmpty();
      assertThat(none.get(0).leftOut()).hasSize(1);
    }
    assertThatThrownBy(() -> LoadavgCollector.parse(new FieldReader("")))
        .isInstanceOf(NoSuchElementException.class);
  }
}
