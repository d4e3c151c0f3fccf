package org.metricbay.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class MountTableTest {
  @TempDir Path folder;

  private static int run(String... command) throws Exception {
    return new ProcessBuilder(List.of(command)).inheritIO().start().waitFor();
  }

  /** Where those are hidden from it, its own are read. */
  private static boolean seesTheMountsOfProcessOne() {
    try {
      return Files.readSymbolicLink(Path.of("/proc/1/ns/mnt"))
          .equals(Files.readSymbolicLink(Path.of("/proc/self/ns/mnt")));
    } catch (IOException hidden) {
      return true;
    }
  }

  private static MountTable<String> table(KernelFiles files) {
    return new MountTable<>(
        files,
        lines -> {
          StringBuilder text = new StringBuilder();
          while (lines.nextLine()) {
            text.append(lines.rest()).append('\n');
          }
          return text.toString();
        });
  }

  @Test
  void readsAFixtureEachTime() throws IOException {
    Path file = folder.resolve("self/mountinfo");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "one\n");
    try (MountTable<String> table = table(new KernelFiles(folder, folder, folder, folder))) {
      assertThat(table.read()).isEqualTo("one\n");
      Files.writeString(file, "two\n");
      assertThat(table.read()).isEqualTo("two\n");
    }
  }

  @Test
  void takesProcessOnesOnceItIsThere() throws IOException {
    try (MountTable<String> table = table(new KernelFiles(folder, folder, folder, folder))) {
      assertThatThrownBy(table::read).hasMessageContaining("self/mountinfo");
      Files.createDirectories(folder.resolve("1"));
      Files.writeString(folder.resolve("1/mountinfo"), "init's\n");
      assertThat(table.read()).isEqualTo("init's\n");
    }
  }

  /** In the first place, that it is not read again while nothing has changed. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void noticesMounts() throws Exception {
    try (OpenFiles open = new OpenFiles(Path.of("/proc"));
        MountTable<String> table = table(KernelFiles.ofThisHost(open))) {
      String before = table.read();
      assertThat(before).contains(" / ");
      assertThat(table.read()).isSameAs(before);
      assumeTrue(
          seesTheMountsOfProcessOne(),
          "NOT TESTED, since process 1 has other mounts than this one: that a mount is noticed");
      assertThat(before).isEqualTo(Files.readString(Path.of("/proc/self/mountinfo")));
      assumeTrue(
          run("mount", "-t", "tmpfs", "none", folder.toString()) == 0,
          "NOT TESTED, since this user may not mount: that a mount is noticed");
      try {
        String mounted = table.read();
        assertThat(mounted).contains(folder + " ");
        assertThat(table.read()).isSameAs(mounted);
        run("mount", "-o", "remount,ro", folder.toString());
        String readOnly = table.read();
        assertThat(readOnly).isNotEqualTo(mounted);
        assertThat(table.read()).isSameAs(readOnly);
      } finally {
        run("umount", folder.toString());
      }
      assertThat(table.read()).isEqualTo(before);
    }
  }
}
