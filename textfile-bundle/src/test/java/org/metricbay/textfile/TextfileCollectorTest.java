package org.metricbay.textfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InterruptedIOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.metricbay.test.Page;

class TextfileCollectorTest {
  @TempDir private Path folder;
  private final List<String> problems = new ArrayList<>();

  private void write(String name, String text) throws Exception {
    Files.writeString(folder.resolve(name), text);
  }

  private Map<String, String> page() throws Exception {
    TextfileSettings settings =
        new TextfileSettings(Map.of("textfile.folders", folder.toString()), Capacity.DEFAULT);
    return Page.of(new TextfileCollector(settings).collect(problems)).lines();
  }

  private String mtime(String file) {
    return "node_textfile_mtime_seconds{file=\"" + folder.resolve(file) + "\"}";
  }

  @Test
  void nothingWithoutAFolder() throws Exception {
    assertThat(new TextfileCollector(new TextfileSettings(Map.of(), Capacity.DEFAULT)).collect())
        .isEmpty();
  }

  @Test
  void timeOfModificationInWholeSeconds() throws Exception {
    write("a.prom", "a 1\n");
    Files.setLastModifiedTime(folder.resolve("a.prom"), FileTime.fromMillis(1_700_000_000_999L));
    assertThat(page()).containsEntry(mtime("a.prom"), "1.7E9").containsEntry("a", "1.0");
    assertThat(problems).isEmpty();
  }

  @Test
  void seesEachChange() throws Exception {
    write("a.prom", "a 1\n");
    assertThat(page()).containsEntry("a", "1.0");
    write("a.prom", "a 2\n");
    assertThat(page()).containsEntry("a", "2.0");
    Files.delete(folder.resolve("a.prom"));
    assertThat(page()).doesNotContainKey("a");
  }

  @Test
  void badOnesDoNotCostTheOthers() throws Exception {
    write("a.prom", "a 1\n");
    write("bad.prom", "b 1\nb x\n");
    write("half.prom", "c 1\nc{x=\"");
    Files.write(folder.resolve("latin.prom"), new byte[] {'#', '\n', (byte) 0xe4, '\n'});
    Files.createDirectory(folder.resolve("folder.prom"));
    Files.createSymbolicLink(folder.resolve("gone.prom"), Path.of("nowhere"));
    write("other.txt", "d 1\n");
    write("z.prom", "z 1\n");
    assertThat(page())
        .containsKeys("a", "z", mtime("a.prom"), mtime("z.prom"))
        .doesNotContainKeys("b", "c", "d", mtime("bad.prom"), mtime("half.prom"))
        .containsEntry("node_textfile_scrape_error", "1.0");
    assertThat(problems)
        .hasSize(5)
        .contains(
            folder + "/bad.prom: line 2: a number is expected, not \"x\"",
            folder + "/half.prom: line 2: the last line has no end: the text is only half written",
            folder + "/latin.prom: line 2: is not UTF-8",
            folder + "/folder.prom: is not a regular file")
        .anyMatch(problem -> problem.startsWith(folder + "/gone.prom: "));
  }

  @Test
  void hugeFile() throws Exception {
    write("a.prom", "a 1\n");
    try (RandomAccessFile huge = new RandomAccessFile(folder.resolve("huge.prom").toFile(), "rw")) {
      huge.setLength(100L << 20);
    }
    assertThat(page()).containsKey("a").containsEntry("node_textfile_scrape_error", "1.0");
    assertThat(problems)
        .containsExactly(
            folder
                + "/huge.prom: is longer than 1048576 bytes; if that is meant, raise"
                + " textfile.max-bytes");
  }

  /** Within the limit of bytes, but more series than the agent takes of one collector. */
  @Test
  void tooManySeries() throws Exception {
    write("a.prom", "a 1\n");
    StringBuilder many = new StringBuilder();
    for (int i = 0; i < 10_001; i++) {
      many.append("m{i=\"").append(i).append("\"} 1\n");
    }
    write("many.prom", many.toString());
    assertThat(page()).containsKey("a").doesNotContainKey("m{i=\"1\"}");
    assertThat(problems)
        .containsExactly(folder + "/many.prom: line 10001: there are more than 10000 series");
  }

  /** To open one for reading waits until someone writes. */
  @Test
  void namedPipe() throws Exception {
    Process mkfifo = new ProcessBuilder("mkfifo", folder.resolve("pipe.prom").toString()).start();
    assertThat(mkfifo.waitFor()).isZero();
    assertThat(page()).containsEntry("node_textfile_scrape_error", "1.0");
    assertThat(problems).containsExactly(folder + "/pipe.prom: is not a regular file");
  }

  @Test
  void itsOwnNames() throws Exception {
    write("a.prom", "node_textfile_scrape_error 5\n");
    assertThat(page()).containsEntry("node_textfile_scrape_error", "1.0");
    assertThat(problems).hasSize(1);
  }

  @Test
  void endsWhenItIsInterrupted() throws Exception {
    write("a.prom", "a 1\n");
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(this::page).isInstanceOf(InterruptedIOException.class);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }
}
