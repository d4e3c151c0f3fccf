package org.metricbay.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.metricbay.api.MetricFamily;
import org.metricbay.platform.FieldReader;
import org.metricbay.platform.KnownFields;
import org.metricbay.test.Page;

class MeminfoCollectorTest {
  private final KnownFields<MeminfoCollector.Name> names = MeminfoCollector.Name.known();

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
  void aLineThatIsOddCostsItselfWhereverItStands() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<String> odd =
        List.of(
            "Foo:",
            "Foo: much kB",
            "Foo 5 kB",
            "Foo: 5",
            "Foo: 5 MB",
            "Foo: 5 6 7",
            "F-o: 5 kB",
            "\u0000: 1",
            "ä: 7 kB");
    for (int round = 0; round < 100; round++) {
      List<String> lines =
          new ArrayList<>(List.of("A: 1 kB", "HugePages_B: 2", "C: 3 kB", "HugePages_D: 4"));
      String wrong = odd.get(random.nextInt(odd.size()));
      lines.add(random.nextInt(lines.size() + 1), wrong);
      List<MetricFamily> families =
          MeminfoCollector.parse(new FieldReader(String.join("\n", lines) + "\n"), names);
      assertThat(families.stream().filter(family -> !family.samples().isEmpty()))
          .as("seed %s, round %s, %s", seed, round, wrong)
          .extracting(MetricFamily::name)
          .containsExactly(
              "node_memory_A_bytes",
              "node_memory_HugePages_B",
              "node_memory_C_bytes",
              "node_memory_HugePages_D");
      assertThat(families.stream().flatMap(family -> family.leftOut().stream())).hasSize(1);
    }
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
