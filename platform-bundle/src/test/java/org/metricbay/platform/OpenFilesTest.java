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
import java.util.concurrent.Semaphore;
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
    KeptFile kept = new KeptFile(file, new KeptFolder(folder), new Semaphore(1));
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

  /** How many of these files are open after they were read. */
  private static long openedOf(OpenFiles open, List<Path> files) throws IOException {
    long count = 0;
    for (Path file : files) {
      assertThat(kernel(open).find(file)).isPresent();
    }
    for (Path file : files) {
      count += opened(file);
    }
    return count;
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void keepsNoMoreOpenThanAQuarterOfWhatTheProcessMay() throws IOException {
    Path limits = limits("Max open files            12      4096      files");
    List<Path> files = Stream.of("stat", "uptime", "loadavg", "vmstat").map(PROC::resolve).toList();
    try (OpenFiles open = new OpenFiles(limits, new Path[] {PROC})) {
      assertThat(openedOf(open, files)).isEqualTo(3);
      assertThat(openedOf(open, files)).isEqualTo(3);
    }
    assertThat(openedOf(new OpenFiles(), files)).isZero();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void filesThatAreNotThereTakeNoPlace() throws IOException {
    Path limits = limits("Max open files            4      4      files");
    Path absent = PROC.resolve("no-such-file");
    Path uptime = PROC.resolve("uptime");
    try (OpenFiles open = new OpenFiles(limits, new Path[] {PROC})) {
      assertThat(kernel(open).find(absent)).isEmpty();
      assertThat(openedOf(open, List.of(uptime))).isEqualTo(1);
    }
  }

  private Path limits(String line) throws IOException {
    String before = "Limit                     Soft Limit           Hard Limit           Units\n";
    return Files.writeString(folder.resolve("limits"), before + line + "\n");
  }

  @Test
  void knowsTheLimitAsTheKernelTellsIt() throws IOException {
    assertThat(DescriptorLimit.share(limits("Max open files  1024  4096  files"), 1000))
        .isEqualTo(256);
    assertThat(DescriptorLimit.share(limits("Max open files  65536  65536  files"), 1000))
        .isEqualTo(1000);
    assertThat(DescriptorLimit.share(limits("Max open files  unlimited  unlimited"), 1000))
        .isEqualTo(1000);
    assertThat(DescriptorLimit.share(limits("Max processes  8  8  processes"), 1000))
        .isEqualTo(1000);
    assertThat(DescriptorLimit.share(folder.resolve("nowhere"), 1000)).isEqualTo(1000);
  }

  /** A place that a file gives back is another's. */
  @Test
  void aFileThatGoesGivesItsPlaceBack() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "1");
    Semaphore places = new Semaphore(1);
    KeptFile kept = new KeptFile(file, new KeptFolder(folder), places);
    assertThat(line(kept)).isEqualTo("1");
    assertThat(places.availablePermits()).isZero();
    assertThatThrownBy(() -> kept.read(OpenFilesTest::fails)).isInstanceOf(IOException.class);
    assertThat(places.availablePermits()).isEqualTo(1);
    assertThat(line(kept)).isEqualTo("1");
    kept.close();
    kept.close();
    assertThat(places.availablePermits()).isEqualTo(1);
  }

  private static String fails(RandomAccessFile in, FileBytes bytes) throws IOException {
    throw new IOException("no such device");
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
    KeptFile kept = new KeptFile(device.resolve("mtu"), new KeptFolder(device), new Semaphore(1));
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
