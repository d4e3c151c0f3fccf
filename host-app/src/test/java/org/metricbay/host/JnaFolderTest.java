package org.metricbay.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class JnaFolderTest {
  private static final List<String> MOUNTS =
      List.of(
          "/dev/sda1 / ext4 rw,relatime 0 0",
          "tmpfs /tmp tmpfs rw,nosuid,nodev,noexec 0 0",
          "tmpfs /tmp/inner tmpfs rw 0 0",
          "/dev/sda2 /with\\040blank ext4 rw,noexec 0 0",
          "/dev/sda3 /twice ext4 rw,noexec 0 0",
          "/dev/sda4 /twice ext4 rw 0 0",
          "malformed");

  private static boolean isNoExec(String folder) {
    return JnaFolder.isNoExec(Path.of(folder), MOUNTS);
  }

  @Test
  void theInnermostMountDecides() {
    assertThat(isNoExec("/var/lib/metricbay")).isFalse();
    assertThat(isNoExec("/tmp")).isTrue();
    assertThat(isNoExec("/tmp/metricbay")).isTrue();
    assertThat(isNoExec("/tmp/inner/metricbay")).isFalse();
    assertThat(isNoExec("/tmpdata")).isFalse();
    assertThat(isNoExec("/with blank/data")).isTrue();
  }

  @Test
  void theMountOnTopCounts() {
    assertThat(isNoExec("/twice/data")).isFalse();
  }
}
