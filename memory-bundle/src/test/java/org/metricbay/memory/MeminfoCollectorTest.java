package org.metricbay.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.metricbay.platform.FieldReader;
import org.metricbay.platform.KnownFields;
import org.metricbay.test.Page;

class MeminfoCollectorTest {
  private final KnownFields<MeminfoCollector.Names> names = MeminfoCollector.Names.known();

  private Map<String, String> page(String meminfo) {
    return Page.of(MeminfoCollector.parse(new FieldReader(meminfo), names)).lines();
  }

  @Test
  void readsEveryFieldInItsUnit() {
    String meminfo =
        """
        MemTotal:           1000 kB
        Active(anon):          3 kB
        Committed_AS:   18014398509481983 kB
        HugePages_Total:       7
        """;
    assertThat(page(meminfo))
        .containsEntry("node_memory_MemTotal_bytes", "1024000.0")
        .containsEntry(
            "HELP node_memory_MemTotal_bytes", "Memory information field MemTotal_bytes.")
        .containsEntry("TYPE node_memory_MemTotal_bytes", "gauge")
        .containsEntry("node_memory_Active_anon_bytes", "3072.0")
        .containsEntry("node_memory_Committed_AS_bytes", Double.toString(0x1p64))
        .containsEntry("node_memory_HugePages_Total", "7.0")
        .hasSize(4 * 3);
    assertThat(page("MemTotal: 2 kB\n")).containsEntry("node_memory_MemTotal_bytes", "2048.0");
  }

  @Test
  void refusesAnythingElse() {
    assertThatThrownBy(() -> page("MemTotal: much\n"))
        .isInstanceOf(NumberFormatException.class)
        .hasMessageContaining("MemTotal: much");
    assertThatThrownBy(() -> page("MemTotal 5 kB\n"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"MemTotal\" has no colon");
    assertThat(page("")).isEmpty();
  }

  @Test
  void takesFromOshiWhatMeansTheSame() {
    assertThat(Page.of(OshiMeminfoCollector.families(100, 60, 50, 20)).lines())
        .containsEntry("node_memory_MemTotal_bytes", "100.0")
        .containsEntry("node_memory_MemAvailable_bytes", "60.0")
        .containsEntry("node_memory_SwapTotal_bytes", "50.0")
        .containsEntry("node_memory_SwapFree_bytes", "30.0");
  }
}
