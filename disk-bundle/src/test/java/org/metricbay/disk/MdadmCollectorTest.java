package org.metricbay.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.metricbay.platform.KernelFiles;
import org.metricbay.test.Page;

class MdadmCollectorTest {
  private static Map<String, String> page(String mdstat) {
    MdFamilies families = new MdFamilies();
    families.addStat("Personalities : [raid1]\n" + mdstat + "\nunused devices: <none>\n");
    return Page.of(families.build()).lines();
  }

  private static String state(String device, String state) {
    return "node_md_state{device=\"" + device + "\",state=\"" + state + "\"}";
  }

  private static String disks(String device, String state) {
    return "node_md_disks{device=\"" + device + "\",state=\"" + state + "\"}";
  }

  @Test
  void readsAnArrayThatIsWell() {
    assertThat(page("md1 : active raid1 sda[0] sdb[1] sdc[2](S)\n      100 blocks [2/2] [UU]\n"))
        .containsEntry("node_md_blocks{device=\"md1\"}", "100.0")
        .containsEntry("node_md_blocks_synced{device=\"md1\"}", "100.0")
        .containsEntry("node_md_disks_required{device=\"md1\"}", "2.0")
        .containsEntry(disks("md1", "active"), "2.0")
        .containsEntry(disks("md1", "spare"), "1.0")
        .containsEntry(disks("md1", "failed"), "0.0")
        .containsEntry(state("md1", "active"), "1.0")
        .containsEntry(state("md1", "resync"), "0.0")
        .hasSize(5 * 2 + 3 + 3 + 5);
  }

  @Test
  void followsItsRepair() {
    String head = "md1 : active raid5 sda[0] sdb[1](F)\n 100 blocks super 1.2 [3/2] [UU_]\n";
    String bitmap = "  bitmap: 0/30 pages [0KB]\n";
    assertThat(page(head + bitmap + "  [>..]  recovery =  8.5% (17/200) finish=1min speed=1K/sec"))
        .containsEntry(state("md1", "recovering"), "1.0")
        .containsEntry(state("md1", "active"), "0.0")
        .containsEntry("node_md_blocks_synced{device=\"md1\"}", "17.0")
        .containsEntry(disks("md1", "active"), "2.0")
        .containsEntry(disks("md1", "failed"), "1.0");
    assertThat(page(head + "      resync=PENDING"))
        .containsEntry(state("md1", "resync"), "1.0")
        .containsEntry("node_md_blocks_synced{device=\"md1\"}", "0.0");
    assertThat(page(head + "      resync=REMOTE"))
        .doesNotContainKey("node_md_blocks_synced{device=\"md1\"}");
    assertThat(page(head + "  [>..]  reshape =  8.5% (17/200) finish=1min speed=1K/sec"))
        .doesNotContainValue("recovering")
        .containsEntry(state("md1", "active"), "0.0");
  }

  @Test
  void countsDisksWhereTheKernelDoesNot() {
    String mdstat =
        """
        md1 : active (read-only) raid0 sda[0] sdb[1]
              100 blocks super 1.2 512k chunks

        md2 : inactive sdc[0](S) sdd[1](S)
              7 blocks super external:imsm
        """;
    assertThat(page(mdstat))
        .containsEntry(disks("md1", "active"), "2.0")
        .containsEntry("node_md_disks_required{device=\"md1\"}", "2.0")
        .containsEntry(disks("md2", "active"), "0.0")
        .containsEntry(disks("md2", "spare"), "2.0")
        .containsEntry(state("md2", "inactive"), "1.0");
  }

  @Test
  void readsSysfs(@TempDir Path folder) throws Exception {
    KernelFiles files = new KernelFiles(folder, folder, folder, folder);
    assertThat(new MdadmCollector(files).collect()).isEmpty();
    Files.writeString(folder.resolve("mdstat"), "Personalities : \nunused devices: <none>\n");
    write(folder, "md0", "level", "raid6\n");
    write(folder, "md0", "array_state", "clean\n");
    write(folder, "md0", "raid_disks", "11 (10)\n");
    write(folder, "md0", "degraded", "2\n");
    write(folder, "md1", "level", "container\n");
    write(folder, "md1", "array_state", "inactive\n");
    write(folder, "md1", "raid_disks", "0\n");
    write(folder, "mdx", "level", "raid6\n");
    assertThat(Page.of(new MdadmCollector(files).collect()).lines())
        .containsEntry("node_md_raid_disks{device=\"md0\"}", "11.0")
        .containsEntry("node_md_degraded{device=\"md0\"}", "2.0")
        .containsEntry("node_md_degraded{device=\"md1\"}", "0.0")
        .hasSize(2 * 2 + 3);
  }

  private static void write(Path folder, String device, String file, String text)
      throws IOException {
    Path md = Files.createDirectories(folder.resolve("block").resolve(device).resolve("md"));
    Files.writeString(md.resolve(file), text);
  }
}
