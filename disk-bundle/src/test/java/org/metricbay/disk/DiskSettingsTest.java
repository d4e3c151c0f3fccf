package org.metricbay.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.metricbay.platform.KernelFiles;
import org.metricbay.test.Page;

class DiskSettingsTest {
  private final DiskSettings settings = new DiskSettings(Map.of());

  @Test
  void wantsByDefaultOnlyWhatStoresSomething() {
    assertThat(List.of("diskstats", "filesystem", "mdadm", "nvme")).allMatch(settings::isOn);
    assertThat(settings.mountTimeout()).isEqualTo(Duration.ofSeconds(1));
    assertThat(settings.devices()).accepts("sda", "nvme0n1", "dm-0").rejects("sda1", "loop0");
    assertThat(settings.mounts().wants("/", "ext4")).isTrue();
    assertThat(settings.mounts().wants("/devices", "xfs")).isTrue();
    assertThat(settings.mounts().wants("/var/lib/docker", "xfs")).isTrue();
    assertThat(settings.mounts().wants("/run", "tmpfs")).isTrue();
    assertThat(settings.mounts().wants("/dev/shm", "tmpfs")).isFalse();
    assertThat(settings.mounts().wants("/var/lib/docker/overlay2/x", "xfs")).isFalse();
    assertThat(settings.mounts().wants("/run/credentials/a.service", "ramfs")).isFalse();
    assertThat(settings.mounts().wants("/x", "cgroup2")).isFalse();
    assertThat(settings.mounts().wants("/x", "overlay")).isFalse();
  }

  @Test
  void takesAChangeWithoutANewCollector(@TempDir Path folder) throws Exception {
    String numbers = " 1 0 0 0 0 0 0 0 0 0 0\n";
    Files.writeString(folder.resolve("diskstats"), "8 0 sda" + numbers + "8 1 sda1" + numbers);
    KernelFiles files = new KernelFiles(folder, folder, folder, folder);
    DiskstatsCollector collector = new DiskstatsCollector(files, settings);
    String reads = "node_disk_reads_completed_total{device=\"%s\"}";
    assertThat(Page.of(collector.collect()).lines())
        .containsKey(reads.formatted("sda"))
        .doesNotContainKey(reads.formatted("sda1"));
    settings.modify(Map.of("diskstats.device-exclude", "^sda$"));
    assertThat(Page.of(collector.collect()).lines())
        .containsKey(reads.formatted("sda1"))
        .doesNotContainKey(reads.formatted("sda"));
    settings.modify(Map.of("diskstats.device-include", "a1$"));
    assertThat(Page.of(collector.collect()).lines())
        .containsKey(reads.formatted("sda1"))
        .doesNotContainKey(reads.formatted("sda"));
  }

  @Test
  void takesOtherMounts() {
    settings.modify(
        Map.of(
            "filesystem.mount-points-include", "^/dev",
            "filesystem.fs-types-exclude", "^ext",
            "filesystem.mount-timeout", "2.5",
            "collectors.mdadm", "false"));
    assertThat(settings.mounts().wants("/dev/shm", "overlay")).isTrue();
    assertThat(settings.mounts().wants("/data", "overlay")).isFalse();
    assertThat(settings.mounts().wants("/dev/shm", "ext4")).isFalse();
    assertThat(settings.mountTimeout()).isEqualTo(Duration.ofMillis(2500));
    assertThat(settings.isOn("mdadm")).isFalse();
  }

  @Test
  void refusesWhatIsWrong() {
    settings.modify(Map.of("diskstats.device-exclude", "^a"));
    for (Map<String, Object> wrong :
        List.<Map<String, Object>>of(
            Map.of("diskstats.device-exclude", "("),
            Map.of("diskstats.device-exclude", "b", "diskstats.device-include", "c"),
            Map.of("filesystem.mount-timeout", "0"),
            Map.of("filesystem.mount-timeout", "61"),
            Map.of("filesystem.mount-timeout", "5s"),
            Map.of("collectors.nvme", "no"))) {
      settings.modify(wrong);
      assertThat(settings.devices()).as(wrong.toString()).accepts("b", "sda1").rejects("a");
    }
  }
}
