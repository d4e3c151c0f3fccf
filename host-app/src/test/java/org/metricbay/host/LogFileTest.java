package org.metricbay.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LogFileTest {
  @TempDir private Path data;

  private LogFile open() throws IOException {
    return new LogFile(data.resolve("log"), new LineFormatter());
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(data.resolve("log"))) {
      return files.sorted().toList();
    }
  }

  private static String rights(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @Test
  void othersReadNothingAlsoOfWhatIsTurnedOver() throws Exception {
    LogFile log = open();
    String large = "x".repeat(1 << 20);
    for (int i = 0; i < 20; i++) {
      log.publish(new LogRecord(Level.INFO, i + large));
    }
    assertThat(files())
        .extracting(file -> String.valueOf(file.getFileName()))
        .containsExactly("metricbay.0.log", "metricbay.1.log", "metricbay.2.log");
    for (Path file : files()) {
      assertThat(rights(file)).isEqualTo("rw-r-----");
      assertThat(Files.size(file)).isBetween(1L, LogFile.LARGEST);
    }
    assertThat(rights(data.resolve("log"))).isEqualTo("rwxr-x---");
    assertThat(Files.readString(files().get(0))).contains("19x");
  }

  @Test
  void takesRightsFromFilesOfBefore() throws Exception {
    Path folder = Files.createDirectory(data.resolve("log"));
    for (String name : List.of("metricbay.0.log", "metricbay.1.log", "metricbay.0.log.lck")) {
      Path file = Files.writeString(folder.resolve(name), "before\n");
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    }
    open().publish(new LogRecord(Level.INFO, "now"));
    assertThat(files()).hasSize(2);
    for (Path file : files()) {
      assertThat(rights(file)).isEqualTo("rw-r-----");
    }
    assertThat(Files.readAllLines(folder.resolve("metricbay.0.log")))
        .hasSize(2)
        .startsWith("before");
  }

  @Test
  void goesOnAfterItCouldNotWriteAndWhenTheJdkClosesIt() throws Exception {
    LogFile log = open();
    log.publish(new LogRecord(Level.INFO, "one"));
    log.close();
    log.publish(new LogRecord(Level.INFO, "two"));
    assertThat(Files.readString(files().get(0))).contains("one", "two");
    Thread.currentThread().interrupt();
    log.publish(new LogRecord(Level.INFO, "three"));
    assertThat(Thread.interrupted()).isTrue();
    assertThat(Files.readString(files().get(0))).contains("three");
  }
}
