package org.metricbay.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
  void readsRecordsToTheEnd() throws IOException {
    for (int lines : new int[] {0, 1, 50, 500, 5000}) {
      assertThat(names(files.records(file("name 1\n".repeat(lines))))).hasSize(lines);
    }
    assertThat(files.findRecords(folder.resolve("absent"))).isEmpty();
    Path large = file("x".repeat((4 << 20) + 1));
    assertThatThrownBy(() -> files.records(large)).hasMessageContaining("more than 4194304 bytes");
  }

  /** Of short and long ones, in one piece and in many: a read more must give nothing more. */
  @ParameterizedTest
  @EnabledOnOs(OS.LINUX)
  @ValueSource(
      strings = {
        "stat",
        "meminfo",
        "vmstat",
        "loadavg",
        "diskstats",
        "net/dev",
        "net/snmp",
        "net/snmp6",
        "net/netstat",
        "net/softnet_stat",
        "net/sockstat",
        "net/arp",
        "net/tcp",
        "net/udp",
        "sys/fs/file-nr",
        "self/limits",
        "self/statm"
      })
  void findsNoEndBeforeTheEnd(String file) throws IOException {
    Path path = files.proc(file);
    assumeTrue(Files.exists(path), "NOT TESTED, since this kernel has no " + path);
    List<String> all = names(new FieldReader(Files.readString(path)));
    // Sockets may come and go between the two; an end that was not one would lose many lines.
    List<String> records = names(files.records(path));
    if (file.matches("net/(tcp|udp|arp)")) {
      assertThat(records.size()).isCloseTo(all.size(), within(10));
    } else {
      assertThat(records).isEqualTo(all);
    }
  }

  private static List<String> names(FieldReader line) {
    List<String> names = new ArrayList<>();
    while (line.nextLine()) {
      String name = line.next();
      names.add(name.matches("[0-9.]+") ? "a number" : name);
    }
    return names;
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
