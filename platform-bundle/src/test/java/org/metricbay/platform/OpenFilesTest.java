package org.metricbay.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class OpenFilesTest {
  private static final Path PROC = Path.of("/proc");
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @TempDir Path folder;

  private static KernelFiles kernel(OpenFiles open) {
    return new KernelFiles(PROC, Path.of("/sys"), PROC, Path.of("/"), open);
  }

  /** How many descriptors this process has for a file. */
  private static long opened(Path file) throws IOException {
    long count = 0;
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      for (Path descriptor : (Iterable<Path>) descriptors::iterator) {
        if (Files.isSymbolicLink(descriptor) && Files.readSymbolicLink(descriptor).equals(file)) {
          count++;
        }
      }
    }
    return count;
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void keepsAFileOfTheKernelsOpenAndReadsItAnew() throws Exception {
    Path uptime = PROC.resolve("uptime");
    try (OpenFiles open = new OpenFiles(PROC)) {
      KernelFiles files = kernel(open);
      String first = files.read(uptime);
      assertThat(opened(uptime)).isEqualTo(1);
      long end = System.nanoTime() + LIMIT.toNanos();
      String later = files.read(uptime);
      while (later.equals(first) && System.nanoTime() < end) {
        later = files.read(uptime);
      }
      assertThat(later).isNotEqualTo(first);
      assertThat(opened(uptime)).isEqualTo(1);
    }
    assertThat(opened(uptime)).isZero();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void readsOnAfterItsEnd() throws IOException {
    OpenFiles open = new OpenFiles(PROC);
    open.close();
    assertThat(kernel(open).read(PROC.resolve("stat"))).startsWith("cpu ");
    assertThat(opened(PROC.resolve("stat"))).isZero();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void keepsNoneOfAProcess() throws IOException {
    Path stat = PROC.resolve(Long.toString(ProcessHandle.current().pid())).resolve("stat");
    try (OpenFiles open = new OpenFiles(PROC)) {
      assertThat(kernel(open).read(stat)).contains("(java)");
      assertThat(opened(stat)).isZero();
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void findsWhatIsNotThereNeitherTheFirstNorTheSecondTime() throws IOException {
    Path absent = PROC.resolve("no-such-file");
    try (OpenFiles open = new OpenFiles(PROC)) {
      KernelFiles files = kernel(open);
      for (int i = 0; i < 2; i++) {
        assertThat(files.find(absent)).isEmpty();
        assertThat(files.line(absent)).isEmpty();
        assertThat(files.number(absent)).isEmpty();
      }
    }
  }

  @Test
  void noticesWhatComesLater() throws IOException {
    Path file = folder.resolve("late");
    KeptFile kept = new KeptFile(file, new KeptFolder(folder));
    assertThatThrownBy(() -> kept.read(OpenFilesTest::text)).isInstanceOf(IOException.class);
    Files.writeString(file, "there");
    long end = System.nanoTime() + LIMIT.toNanos();
    String text = kept.read(OpenFilesTest::text);
    while (text == null && System.nanoTime() < end) {
      text = kept.read(OpenFilesTest::text);
    }
    assertThat(text).isEqualTo("there");
    kept.close();
  }

  private static String text(RandomAccessFile in, FileBytes bytes) throws IOException {
    return bytes.readAll(in).text();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void isReadByManyAtOnce() throws IOException {
    try (OpenFiles open = new OpenFiles(PROC)) {
      KernelFiles files = kernel(open);
      List<CompletableFuture<String>> texts = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        texts.add(CompletableFuture.supplyAsync(() -> files.line(PROC.resolve("stat")).orElse("")));
      }
      assertThat(texts).allSatisfy(text -> assertThat(text.join()).startsWith("cpu "));
      assertThat(opened(PROC.resolve("stat"))).isEqualTo(1);
    }
  }

  /** The file holds something else each time it is read. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void twoReadersShareAReadingThatIsFresh() throws IOException {
    Path uuid = PROC.resolve("sys/kernel/random/uuid");
    try (OpenFiles open = new OpenFiles(PROC)) {
      KernelFiles files = kernel(open);
      String before = word(files.records(uuid, "a"));
      assertThat(word(files.records(uuid, "a"))).isNotEqualTo(before);
      // As a rule at once, but this thread may be kept waiting until the reading is too old.
      long end = System.nanoTime() + LIMIT.toNanos();
      boolean shared = false;
      while (!shared && System.nanoTime() < end) {
        shared = word(files.records(uuid, "a")).equals(word(files.records(uuid, "b")));
      }
      assertThat(shared).isTrue();
      String first = word(files.records(uuid, "a"));
      String second = word(files.records(uuid, "b"));
      assertThat(word(files.records(uuid, "c"))).isNotIn(first, second);
      assertThat(word(files.records(uuid))).isNotEqualTo(word(files.records(uuid, "a")));
    }
  }

  private static String word(FieldReader line) {
    assertThat(line.nextLine()).isTrue();
    return line.next();
  }

  @Test
  void keepsNoFileThatMayBeReplaced() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "1");
    try (OpenFiles open = new OpenFiles(folder)) {
      KernelFiles files = kernel(open);
      assertThat(files.line(file)).contains("1");
      Files.move(
          Files.writeString(folder.resolve("new"), "2"), file, StandardCopyOption.REPLACE_EXISTING);
      assertThat(files.line(file)).contains("2");
    }
  }

  /** As when two network interfaces change their names: the path is the same, the device not. */
  @Test
  void noticesThatTheFolderIsAnotherOne() throws IOException {
    Path device = Files.createDirectory(folder.resolve("eth0"));
    Path other = Files.createDirectory(folder.resolve("eth1"));
    Files.writeString(device.resolve("mtu"), "1500");
    Files.writeString(other.resolve("mtu"), "9000");
    KeptFile kept = new KeptFile(device.resolve("mtu"), new KeptFolder(device));
    assertThat(line(kept)).isEqualTo("1500");
    Files.move(device, folder.resolve("old"));
    Files.move(other, device);
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!"9000".equals(line(kept)) && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    assertThat(line(kept)).isEqualTo("9000");
    kept.close();
  }

  private static String line(KeptFile kept) throws IOException {
    return String.valueOf(kept.<String>read((in, bytes) -> bytes.readLine(in).text()));
  }
}
