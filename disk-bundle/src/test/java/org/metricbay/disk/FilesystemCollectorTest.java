package org.metricbay.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Phaser;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.metricbay.api.MetricFamily;
import org.metricbay.platform.FileSystemStats;
import org.metricbay.platform.KernelFiles;
import org.metricbay.test.Page;

@Timeout(30)
class FilesystemCollectorTest {
  private static final FileSystemStats STATS = new FileSystemStats(100, 50, 40, 10, 5, false);

  private static final String LABELS =
      "{device=\"/dev/a\",device_error=\"\",fstype=\"ext4\",mountpoint=\"/data\"}";

  private final CountDownLatch serverIsBack = new CountDownLatch(1);
  private final ConcurrentLinkedQueue<String> asked = new ConcurrentLinkedQueue<>();

  @TempDir Path folder;

  @AfterEach
  void letStuckThreadsGo() {
    serverIsBack.countDown();
  }

  private FilesystemCollector collector(String mountinfo, Answer.Question question)
      throws IOException {
    return collector(mountinfo, question, "0.1");
  }

  private FilesystemCollector collector(String mountinfo, Answer.Question question, String timeout)
      throws IOException {
    Path file = folder.resolve("1/mountinfo");
    Files.createDirectories(file.getParent());
    Files.writeString(file, mountinfo);
    KernelFiles files = new KernelFiles(folder, folder, folder, Path.of("/host"));
    DiskSettings settings = new DiskSettings(Map.of("filesystem.mount-timeout", timeout));
    return new FilesystemCollector(files, settings, question);
  }

  private static Map<String, String> lines(FilesystemCollector collector) throws Exception {
    return Page.of(collector.collect()).lines();
  }

  /** Blocks as a call on a dead mount does, which no interrupt ends. */
  private FileSystemStats stuckBelow(String dead, String mountPoint) {
    asked.add(mountPoint);
    while (mountPoint.startsWith(dead) && serverIsBack.getCount() > 0) {
      try {
        serverIsBack.await();
      } catch (InterruptedException e) {
        // As in the kernel.
      }
    }
    return STATS;
  }

  @Test
  void tellsHowFullAFileSystemIs() throws Exception {
    FilesystemCollector collector =
        collector(
            """
            1 0 8:1 / /host/data ro - ext4 /dev/a rw
            2 0 8:1 / /host/data rw - ext4 /dev/a rw
            3 0 0:9 / /host/proc rw - proc proc rw
            """,
            mountPoint -> {
              asked.add(mountPoint);
              return STATS;
            });
    assertThat(lines(collector))
        .containsEntry("node_filesystem_size_bytes" + LABELS, "100.0")
        .containsEntry("node_filesystem_free_bytes" + LABELS, "50.0")
        .containsEntry("node_filesystem_avail_bytes" + LABELS, "40.0")
        .containsEntry("node_filesystem_files" + LABELS, "10.0")
        .containsEntry("node_filesystem_files_free" + LABELS, "5.0")
        .containsEntry("node_filesystem_readonly" + LABELS, "0.0")
        .containsEntry("node_filesystem_device_error" + LABELS, "0.0")
        .containsKey(
            "node_filesystem_mount_info"
                + "{device=\"/dev/a\",major=\"8\",minor=\"1\",mountpoint=\"/data\"}")
        .hasSize(3 * 8);
    assertThat(asked).containsExactly("/host/data");
  }

  /** As ext4 does after an error, of which the table of mounts need not tell at once. */
  @Test
  void tellsOfAFileSystemThatHasBecomeReadOnly() throws Exception {
    FilesystemCollector collector =
        collector(
            "1 0 8:1 / /data rw - ext4 /dev/a rw\n",
            mountPoint -> new FileSystemStats(100, 50, 40, 10, 5, true));
    assertThat(lines(collector)).containsEntry("node_filesystem_readonly" + LABELS, "1.0");
  }

  @Test
  void saysWhyAFileSystemGivesNoNumbers() throws Exception {
    FilesystemCollector collector =
        collector(
            "1 0 8:1 / /data ro - ext4 /dev/a rw\n",
            mountPoint -> {
              throw new FileSystemException(mountPoint, null, "permission denied");
            });
    String labels = LABELS.replace("device_error=\"\"", "device_error=\"permission denied\"");
    assertThat(lines(collector))
        .containsEntry("node_filesystem_device_error" + labels, "1.0")
        .containsEntry("node_filesystem_readonly" + labels, "1.0")
        .hasSize(3 * 2);
  }

  @Test
  void isNotHeldUpByADeadServer() throws Exception {
    FilesystemCollector collector =
        collector(
            """
            1 0 0:1 / /nas rw - nfs4 nas:/ rw
            2 0 0:2 / /nas/below rw - ext4 /dev/b rw
            3 0 0:3 / /home rw - cifs //nas/home rw
            4 0 8:1 / /data rw - ext4 /dev/a rw
            """,
            mountPoint -> stuckBelow("/host/nas", mountPoint));
    for (int scrape = 0; scrape < 3; scrape++) {
      assertThat(lines(collector))
          .containsEntry(
              "node_filesystem_device_error{device=\"nas:/\","
                  + "device_error=\"mountpoint timeout\",fstype=\"nfs4\",mountpoint=\"/nas\"}",
              "1.0")
          .containsKey("node_filesystem_size_bytes" + LABELS)
          .containsKey(
              "node_filesystem_size_bytes{device=\"//nas/home\",device_error=\"\","
                  + "fstype=\"cifs\",mountpoint=\"/home\"}");
    }
    assertThat(asked).filteredOn("/host/nas"::equals).hasSize(1);
    assertThat(asked).filteredOn("/host/nas/below"::equals).hasSize(1);
    assertThat(asked).filteredOn("/host/home"::equals).hasSize(3);
  }

  @Test
  void asksAgainOnceTheServerIsBack() throws Exception {
    ServedMounts mounts = new ServedMounts(mountPoint -> stuckBelow("/nas", mountPoint));
    Duration patience = Duration.ofMillis(50);
    try (mounts) {
      assertThat(mounts.ask(List.of("/nas"), patience).get("/nas")).isEqualTo(timeout());
      serverIsBack.countDown();
      await()
          .until(
              () -> mounts.ask(List.of("/nas"), patience).get("/nas"),
              answer -> answer.error().isEmpty());
    }
    assertThat(asked).hasSizeGreaterThan(1);
  }

  private static Answer timeout() {
    return Answer.failure("mountpoint timeout");
  }

  @Test
  void asksServersSideBySide() throws Exception {
    Phaser together = new Phaser(2);
    FilesystemCollector collector =
        collector(
            "1 0 0:1 / /a rw - nfs a:/ rw\n2 0 0:2 / /b rw - nfs b:/ rw\n",
            mountPoint -> {
              together.arriveAndAwaitAdvance();
              return STATS;
            },
            "20");
    assertThat(lines(collector)).hasSize(2 * 8 + 2 * 8);
    collector.close();
  }

  /** Names are bytes: the kernel is asked with them, and people see what can be shown. */
  @Test
  void asksWithTheBytesOfAName() throws Exception {
    Path file = Files.createDirectories(folder.resolve("1")).resolve("mountinfo");
    String raw = "/m\u00c3\u00a4\u00e9 b";
    Files.writeString(
        file,
        "1 0 8:1 / " + raw.replace(" ", "\\040") + " rw - ext4 /dev/a rw\n",
        StandardCharsets.ISO_8859_1);
    FilesystemCollector collector =
        new FilesystemCollector(
            new KernelFiles(folder, folder, folder, Path.of("/host")),
            new DiskSettings(Map.of()),
            mountPoint -> {
              asked.add(mountPoint);
              return STATS;
            });
    assertThat(lines(collector))
        .containsKey(
            "node_filesystem_size_bytes{device=\"/dev/a\",device_error=\"\",fstype=\"ext4\","
                + "mountpoint=\"/m\u00e4\ufffd b\"}");
    assertThat(asked).containsExactly("/host" + raw);
  }

  /** It may be that of a container, whose mounts are not the host's. */
  @Test
  void saysWhenTheMountsAreItsOwn() throws Exception {
    Path self = Files.createDirectories(folder.resolve("self")).resolve("mountinfo");
    Files.writeString(self, "1 0 8:1 / /data rw - ext4 /dev/a rw\n");
    FilesystemCollector collector =
        new FilesystemCollector(
            new KernelFiles(folder, folder, folder, Path.of("/")),
            new DiskSettings(Map.of()),
            mountPoint -> STATS);
    List<MetricFamily> families = collector.collect();
    assertThat(families.get(families.size() - 1).leftOut().toString())
        .contains("1/mountinfo cannot be opened", "that the agent itself sees");
    Files.createDirectories(folder.resolve("1/mountinfo"));
    FilesystemCollector another =
        new FilesystemCollector(
            new KernelFiles(folder, folder, folder, Path.of("/")),
            new DiskSettings(Map.of()),
            mountPoint -> STATS);
    assertThatThrownBy(another::collect).hasMessageContaining("1/mountinfo");
  }

  @Test
  void readsItsOwnMountsWhereTheHostsAreHidden() throws Exception {
    Path self = Files.createDirectories(folder.resolve("self")).resolve("mountinfo");
    Files.writeString(self, "1 0 8:1 / /data rw - ext4 /dev/a rw\n");
    KernelFiles files = new KernelFiles(folder, folder, folder, Path.of("/"));
    FilesystemCollector collector =
        new FilesystemCollector(files, new DiskSettings(Map.of()), mountPoint -> STATS);
    assertThat(lines(collector)).containsKey("node_filesystem_size_bytes" + LABELS);
  }
}
