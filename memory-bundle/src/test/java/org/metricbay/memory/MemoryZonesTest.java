package org.metricbay.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.metricbay.api.Labels;
import org.metricbay.test.Page;

/** What the collectors of NUMA nodes and zones make of the kernel's files. */
class MemoryZonesTest {
  @Test
  void readsTheMemoryOfEachNode() {
    MeminfoNumaCollector.Families families = new MeminfoNumaCollector.Families();
    families.addMeminfo(
        Labels.of("node", "0"),
        "node0",
        """

        Node 0 MemFree:        2 kB
        Node 0 Inactive(file): 3 kB
        Node 0 HugePages_Free: 4
        """);
    families.addMeminfo(Labels.of("node", "1"), "node1", "Node 1 MemFree: 5 kB\n");
    families.addNumastat(Labels.of("node", "1"), "node1", "numa_miss 18446744073709551615\n");
    assertThat(Page.of(families.build()).lines())
        .containsEntry("node_memory_numa_MemFree{node=\"0\"}", "2048.0")
        .containsEntry("node_memory_numa_MemFree{node=\"1\"}", "5120.0")
        .containsEntry("HELP node_memory_numa_MemFree", "Memory information field MemFree.")
        .containsEntry("node_memory_numa_Inactive_file{node=\"0\"}", "3072.0")
        .containsEntry("node_memory_numa_HugePages_Free{node=\"0\"}", "4.0")
        .containsEntry("node_memory_numa_numa_miss_total{node=\"1\"}", Double.toString(0x1p64))
        .containsEntry("TYPE node_memory_numa_numa_miss_total", "counter")
        .hasSize(5 + 2 * 4);
  }

  @Test
  void readsZones() {
    String zoneinfo =
        """
        Node 0, zone      DMA
          per-node stats
              nr_dirtied   11
              not_known    1
          pages free     39
                boost    0
                min      3
                protection: (0, 20, 30)
              nr_free_pages 39
          pagesets
            cpu: 0
                      count:    7
                      high:     8
          node_unreclaimable:  0
        Node 1, zone  Movable
          pages free     0
                min      4
                protection: (0)
        """;
    assertThat(Page.of(ZoneinfoCollector.parse(zoneinfo)).lines())
        .containsEntry("node_zoneinfo_nr_dirtied_total{node=\"0\",zone=\"DMA\"}", "11.0")
        .containsEntry("TYPE node_zoneinfo_nr_dirtied_total", "counter")
        .containsEntry("node_zoneinfo_nr_free_pages{node=\"0\",zone=\"DMA\"}", "39.0")
        .containsEntry("node_zoneinfo_min_pages{node=\"0\",zone=\"DMA\"}", "3.0")
        .containsEntry("node_zoneinfo_min_pages{node=\"1\",zone=\"Movable\"}", "4.0")
        .containsEntry("node_zoneinfo_protection_2{node=\"0\",zone=\"DMA\"}", "30.0")
        .containsEntry("node_zoneinfo_protection_0{node=\"1\",zone=\"Movable\"}", "0.0")
        .hasSize(8 + 2 * 6);
  }

  @Test
  void readsFreeBlocks() {
    assertThat(
            Page.of(
                    List.of(
                        BuddyinfoCollector.parse(
                            "Node 0, zone      DMA      1      0\nNode 1, zone   Normal  4381\n")))
                .lines())
        .containsEntry("node_buddyinfo_blocks{node=\"0\",size=\"0\",zone=\"DMA\"}", "1.0")
        .containsEntry("node_buddyinfo_blocks{node=\"0\",size=\"1\",zone=\"DMA\"}", "0.0")
        .containsEntry("node_buddyinfo_blocks{node=\"1\",size=\"0\",zone=\"Normal\"}", "4381.0")
        .hasSize(3 + 2);
  }
}
