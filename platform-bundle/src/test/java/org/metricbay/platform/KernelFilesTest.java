package org.metricbay.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelFilesTest {
  private final KernelFiles files = KernelFiles.ofThisHost();

  @TempDir Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("file"), text);
  }

  @Test
  void readsAFileOfAnySizeUpToTheLimit() throws IOException {
    assertThat(files.read(file(""))).isEmpty();
    for (int size : new int[] {1, 8191, 8192, 8193, 100_000, (4 << 20) - 1}) {
      assertThat(files.read(file("é" + "x".repeat(size - 1)))).hasSize(size).startsWith("é");
    }
  }

  @Test
  void refusesAFileThatIsFarTooLarge() throws IOException {
    Path large = file("x".repeat((4 << 20) + 1));
    assertThatThrownBy(() -> files.read(large))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(large.toString())
        .hasMessageContaining("more than 4194304 bytes");
  }

  @Test
  void namesAFileThatIsNotThere() {
    Path absent = folder.resolve("absent");
    assertThatThrownBy(() -> files.read(absent))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(absent.toString());
  }

  @Test
  void findsAFileOrNone() throws IOException {
    assertThat(files.find(file(""))).contains("");
    assertThat(files.find(file("a\nb\n"))).contains("a\nb\n");
    assertThat(files.find(folder.resolve("absent"))).isEmpty();
  }

  @Test
  void readsAnAttribute() throws IOException {
    assertThat(files.line(file(" intel_pstate \nmore\n"))).contains("intel_pstate");
    assertThat(files.line(file("x".repeat(1000) + "\n"))).contains("x".repeat(1000));
    assertThat(files.line(file("x".repeat(10_000)))).contains("x".repeat(4096));
  }

  @Test
  void findsNoAttributeWhereThereIsNone() throws IOException {
    assertThat(files.line(file("\n"))).isEmpty();
    assertThat(files.line(folder.resolve("absent"))).isEmpty();
    assertThat(files.line(folder)).isEmpty();
  }

  @Test
  void readsANumber() throws IOException {
    assertThat(files.number(file("3700000\n"))).hasValue(3_700_000);
    assertThat(files.number(file("-1\n"))).isEmpty();
    assertThat(files.number(file("<unsupported>\n"))).isEmpty();
    assertThat(files.number(folder.resolve("absent"))).isEmpty();
  }

  @Test
  void listsAFolderInOrder() throws IOException {
    Files.createFile(folder.resolve("b"));
    Files.createFile(folder.resolve("a"));
    assertThat(files.list(folder)).containsExactly("a", "b");
    assertThat(files.list(folder.resolve("absent"))).isEmpty();
  }

  @Test
  void readsThisMachinesProcfs() throws IOException {
    assertThat(files.read(files.procfs().resolve("stat"))).startsWith("cpu ");
  }
}
