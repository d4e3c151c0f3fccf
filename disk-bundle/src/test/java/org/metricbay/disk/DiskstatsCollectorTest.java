package org.metricbay.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.metricbay.api.MetricFamily;
import org.metricbay.platform.FieldReader;
import org.metricbay.platform.KernelFiles;
import org.metricbay.platform.KnownFields;
import org.metricbay.test.Page;

class DiskstatsCollectorTest {
  private static Map<String, String> page(String diskstats, String udev) {
    return Page.of(
            DiskstatsCollector.parse(
                new FieldReader(diskstats),
                new KnownFields<>(word -> word),
                new DiskCounters(),
                new DiskSettings(Map.of()).devices(),
                new KnownDevices(),
                (name, major, minor) -> device(name, major, minor, udev)))
        .lines();
  }

  private static UdevFamilies.Device device(String name, String major, String minor, String udev) {
    return new UdevFamilies.Device(name, major, minor, "1", UdevFamilies.properties(udev));
  }

  @Test
  void readsEveryColumn() {
    assertThat(page("  8  0 sda 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19\n", ""))
        .containsEntry("node_disk_reads_completed_total{device=\"sda\"}", "1.0")
        .containsEntry("node_disk_read_bytes_total{device=\"sda\"}", "1536.0")
        .containsEntry("node_disk_read_time_seconds_total{device=\"sda\"}", "0.004")
        .containsEntry("node_disk_io_now{device=\"sda\"}", "9.0")
        .containsEntry("TYPE node_disk_io_now", "gauge")
        .containsEntry("node_disk_discarded_sectors_total{device=\"sda\"}", "14.0")
        .containsEntry("node_disk_flush_requests_time_seconds_total{device=\"sda\"}", "0.017")
        .hasSize(3 * (17 + 1));
  }

  @Test
  void leavesOutColumnsThatAnOldKernelDoesNotHave() {
    assertThat(page("8 0 sda 1 2 3 4 5 6 7 8 9 10 11\n", ""))
        .containsKey("node_disk_io_time_weighted_seconds_total{device=\"sda\"}")
        .hasSize(3 * (11 + 1));
  }

  @Test
  void readsPartitionsOfTheFirstKernelsWithDiskstats() {
    assertThat(page("104 1 cciss/c0d0p1 35486 283888 12000 96000\n", ""))
        .containsEntry("node_disk_reads_completed_total{device=\"cciss/c0d0p1\"}", "35486.0")
        .containsEntry("node_disk_read_bytes_total{device=\"cciss/c0d0p1\"}", "1.45350656E8")
        .containsEntry("node_disk_writes_completed_total{device=\"cciss/c0d0p1\"}", "12000.0")
        .containsEntry("node_disk_written_bytes_total{device=\"cciss/c0d0p1\"}", "4.9152E7")
        .hasSize(3 * (4 + 1));
  }

  /** Which one is missing or too many, nobody knows: the others would be under wrong names. */
  @Test
  void aLineWithAnotherNumberOfColumnsCostsItself() {
    String good = "8 0 sda 1 2 3 4 5 6 7 8 9 10 11\n";
    for (int columns : new int[] {1, 3, 5, 10, 12, 14, 16, 18}) {
      assertThat(page(good + "8 16 sdb" + " 77".repeat(columns) + "\n", ""))
          .as("%s columns", columns)
          .hasSize(3 * (11 + 1))
          .doesNotContainValue("77.0");
    }
  }

  @Test
  void readsWhatSysfsTellsOfADeviceWithASlash(@TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve("diskstats"), "104 0 cciss/c0d0 1 2 3 4 5 6 7 8 9 10 11\n");
    Path queue = Files.createDirectories(folder.resolve("block/cciss!c0d0/queue"));
    Files.writeString(queue.resolve("rotational"), "1\n");
    DiskstatsCollector collector =
        new DiskstatsCollector(
            new KernelFiles(folder, folder, folder, folder), new DiskSettings(Map.of()));
    assertThat(Page.of(collector.collect()).lines().keySet())
        .anyMatch(
            series ->
                series.startsWith("node_disk_info{device=\"cciss/c0d0\"")
                    && series.contains("rotational=\"1\""));
  }

  @Test
  void leavesOutPartitionsAndDisksInMemory() {
    String zeros = " 0 0 0 0 0 0 0 0 0 0 0\n";
    StringBuilder diskstats = new StringBuilder();
    for (String device :
        new String[] {"sda1", "nvme0n1p2", "loop0", "ram0", "zram1", "fd0", "xvda1", "vdb12"}) {
      diskstats.append("1 0 ").append(device).append(zeros);
    }
    assertThat(page(diskstats.toString(), "")).isEmpty();
    for (String device : new String[] {"sda", "nvme0n1", "dm-0", "md127", "mmcblk0p1", "sr0"}) {
      assertThat(new DiskSettings(Map.of()).devices()).accepts(device);
    }
  }

  @Test
  void tellsWhatUdevKnows() {
    String udev =
        """
        S:disk/by-id/x
        W:5
        E:ID_MODEL=Acme=Disk
        E:ID_PATH=pci-1
        E:ID_SERIAL=long
        E:ID_SERIAL_SHORT=short
        E:ID_FS_TYPE=ext4
        E:ID_FS_VERSION=1.0
        E:DM_NAME=vg-root
        E:DM_VG_NAME=vg
        E:ID_ATA=1
        E:ID_ATA_WRITE_CACHE=1
        E:ID_ATA_ROTATION_RATE_RPM=7200
        """;
    assertThat(page("8 16 sdb 0 0 0 0 0 0 0 0 0 0 0\n", udev))
        .containsKey(
            "node_disk_info{device=\"sdb\",major=\"8\",minor=\"16\",model=\"Acme=Disk\","
                + "path=\"pci-1\",revision=\"\",rotational=\"1\",serial=\"short\",wwn=\"\"}")
        .containsKey(
            "node_disk_filesystem_info{device=\"sdb\",type=\"ext4\",usage=\"\",uuid=\"\","
                + "version=\"1.0\"}")
        .containsKey(
            "node_disk_device_mapper_info{device=\"sdb\",lv_layer=\"\",lv_name=\"\","
                + "name=\"vg-root\",uuid=\"\",vg_name=\"vg\"}")
        .containsEntry("node_disk_ata_write_cache{device=\"sdb\"}", "1.0")
        .containsEntry("node_disk_ata_rotation_rate_rpm{device=\"sdb\"}", "7200.0")
        .hasSize(3 * (5 + 11));
  }

  @Test
  void noticesWhatIsAnotherDevice() {
    KnownDevices known = new KnownDevices();
    UdevFamilies.Device sda = device("sda", "8", "0", "E:ID_SERIAL=a\n");
    List<MetricFamily> first = known.families(List.of(sda));
    assertThat(known.families(List.of(device("sda", "8", "0", "E:ID_SERIAL=a\n")))).isSameAs(first);
    for (UdevFamilies.Device other :
        List.of(
            device("sdb", "8", "0", "E:ID_SERIAL=a\n"),
            device("sda", "9", "0", "E:ID_SERIAL=a\n"),
            device("sda", "8", "1", "E:ID_SERIAL=a\n"),
            device("sda", "8", "0", "E:ID_SERIAL=b\n"),
            new UdevFamilies.Device("sda", "8", "0", "0", sda.udev()))) {
      assertThat(known.families(List.of(other))).isNotEqualTo(first);
      assertThat(known.families(List.of(sda, other)).get(0).samples()).hasSize(2);
      assertThat(known.families(List.of(sda))).isEqualTo(first);
    }
    assertThat(known.families(List.of()).get(0).samples()).isEmpty();
  }
}
