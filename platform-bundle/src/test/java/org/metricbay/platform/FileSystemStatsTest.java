package org.metricbay.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class FileSystemStatsTest {
  @TempDir Path folder;

  @Test
  void agreesWithWhatTheJdkSays() throws IOException {
    Path named = Files.createDirectory(folder.resolve("with blank"));
    FileStore store = Files.getFileStore(named);
    FileSystemStats stats = FileSystemStats.of(named.toString());
    assertThat(stats.size()).isEqualTo((double) store.getTotalSpace());
    // Others may write between the two calls.
    assertThat(Math.abs(stats.free() - store.getUnallocatedSpace())).isLessThan(1 << 28);
    assertThat(Math.abs(stats.available() - store.getUsableSpace())).isLessThan(1 << 28);
    assertThat(stats.files()).isGreaterThanOrEqualTo(stats.filesFree());
    assertThat(stats.readOnly()).isFalse();
  }

  @Test
  void hasNoSizeWhereThereAreNoBlocks() throws IOException {
    assertThat(FileSystemStats.of("/proc").size()).isZero();
  }

  @Test
  void saysWhyThereIsNoAnswer() {
    String absent = folder.resolve("absent").toString();
    assertThatThrownBy(() -> FileSystemStats.of(absent))
        .isInstanceOfSatisfying(
            FileSystemException.class,
            e -> {
              assertThat(e.getFile()).isEqualTo(absent);
              assertThat(e.getReason()).isEqualTo("no such file or directory");
            });
  }
}
