package org.metricbay.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.metricbay.api.MetricFamily;
import org.metricbay.test.Page;

/** ZFS and XFS. */
class FileSystemsTest {
  @Test
  void readsZfs() {
    ZfsFamilies families = new ZfsFamilies();
    families.addAll(
        "arc",
        "arcstats",
        """
        5 1 0x01 2 34 1 2
        name                            type data
        hits                            4    18446744073709551615
        low-water                       3    -5
        words                           7    many
        """);
    families.addIo("tank", "1 2 0x00\nnread nwritten reads\n1 2 3\n");
    families.addDataset(
        "tank",
        "objset-0x36",
        """
        name type data
        dataset_name 7 tank/my home
        writes       4 12
        label        7 x
        """);
    families.addState("tank", "DEGRADED\n");
    Map<String, String> lines = Page.of(families.build()).lines();
    assertThat(lines)
        .containsEntry("node_zfs_arc_hits", Double.toString(0x1p64))
        .containsEntry("node_zfs_arc_low_water", "-5.0")
        .containsEntry("HELP node_zfs_arc_low_water", "kstat.zfs.misc.arcstats.low-water")
        .containsEntry("TYPE node_zfs_arc_hits", "untyped")
        .containsEntry("node_zfs_zpool_nwritten{zpool=\"tank\"}", "2.0")
        .containsEntry(
            "node_zfs_zpool_dataset_writes{dataset=\"tank/my home\",zpool=\"tank\"}", "12.0")
        .containsEntry("node_zfs_zpool_state{state=\"degraded\",zpool=\"tank\"}", "1.0")
        .containsEntry("node_zfs_zpool_state{state=\"online\",zpool=\"tank\"}", "0.0")
        .hasSize(6 * 3 + 7 + 2);
  }

  @Test
  void readsXfs() {
    Families families = new Families();
    XfsCollector.parse(
        "vda1", "extent_alloc 1 2 3 4294967295\nrw 5 6\nnew 1\nvnodes 7 6 5 4 3 2 1 0\n", families);
    XfsCollector.parse("vdb1", "rw 8 9\n", families);
    XfsCollector.parse("vdb1", "extent_alloc 1 2 3\n", families);
    List<MetricFamily> built = families.build();
    assertThat(built.get(built.size() - 1).leftOut())
        .hasToString(
            "[line \"extent_alloc\" of xfs/vdb1 cannot be read: it has 3 numbers, and should have"
                + " 4]");
    assertThat(Page.of(built).lines())
        .containsEntry(
            "node_xfs_extent_allocation_blocks_freed_total{device=\"vda1\"}", "4.294967295E9")
        .containsEntry("node_xfs_write_calls_total{device=\"vda1\"}", "5.0")
        .containsEntry("node_xfs_read_calls_total{device=\"vdb1\"}", "9.0")
        .containsEntry("node_xfs_vnode_active_total{device=\"vda1\"}", "7.0")
        .hasSize(13 * 3 + 2);
  }
}
