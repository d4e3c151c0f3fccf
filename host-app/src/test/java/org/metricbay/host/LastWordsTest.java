package org.metricbay.host;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LastWordsTest {
  @TempDir private Path work;

  private String record() throws IOException {
    return Files.readString(work.resolve("last-end"));
  }

  private LogFile log() throws IOException {
    return new LogFile(work, new LineFormatter(), 10_000);
  }

  private static void suspect(java.nio.ByteBuffer into) {
    into.put("bad 1.0 (bad.jar): it was\nculprit d1 bad.jar\n".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void tellsTheLogAndTheNextProcess() throws IOException {
    LogFile log = log();
    LastWords words = new LastWords(log, new EndRecord(work.resolve("last-end")));
    words.ask(LastWordsTest::suspect);
    words.rehearse();
    assertThat(record()).isEmpty();
    words.reason().put("it is silent");
    words.tell();
    assertThat(record())
        .matches(
            """
              at \\d+
              reason it is silent; most likely because of bad 1.0 \\(bad.jar\\): it was
              culprit d1 bad.jar
              """);
    assertThat(Files.readString(work.resolve("metricbay.0.log")))
        .matches(
            "\\S+ \\S+ SEVERE  ended with status 70: it is silent; most likely because of bad 1.0"
                + " \\(bad.jar\\): it was\n");
  }

  @Test
  void saysSoIfNobodyIsKnown() throws IOException {
    LastWords words = new LastWords(null, new EndRecord(work.resolve("last-end")));
    words.reason().put("it is silent");
    words.tell();
    assertThat(record()).contains("it is silent; which plugin was at fault is not known\n");
  }

  @Test
  void writesToTheFileThatIsTheLogNow() throws IOException {
    LogFile log = log();
    for (int i = 0; i < 300; i++) {
      log.publish(new LogRecord(Level.INFO, "a line that is long enough to turn the file over"));
    }
    LastWords words = new LastWords(log, new EndRecord(work.resolve("last-end")));
    words.reason().put("it is silent");
    words.tell();
    assertThat(Files.exists(work.resolve("metricbay.1.log"))).isTrue();
    assertThat(Files.readString(work.resolve("metricbay.0.log")))
        .endsWith("it is silent; which plugin was at fault is not known\n");
  }

  /** As the log's other lines have it. */
  @Test
  void tellsTheTimeInTheSameWay() throws IOException {
    LogFile log = log();
    LastWords words = new LastWords(log, new EndRecord(work.resolve("last-end")));
    String line = "ended with status 70: it is silent; which plugin was at fault is not known";
    words.reason().put("it is silent");
    LogRecord now = new LogRecord(Level.SEVERE, line);
    words.tell();
    LogRecord later = new LogRecord(Level.SEVERE, line);
    assertThat(Files.readString(work.resolve("metricbay.0.log")))
        .isIn(new LineFormatter().format(now), new LineFormatter().format(later));
  }

  @Test
  void allocatesNothing() throws IOException {
    LogFile log = log();
    LastWords words = new LastWords(log, new EndRecord(work.resolve("last-end")));
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    words.rehearse();
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 100; i++) {
      words.reason().put("it is silent for ").put(30).put(" s");
      words.rehearse();
    }
    // Less than an object for each; what is left is the measuring's own.
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(1000);
  }
}
