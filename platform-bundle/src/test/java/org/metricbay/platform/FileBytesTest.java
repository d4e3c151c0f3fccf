package org.metricbay.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One buffer that reads files of all sizes in turn, as it fits itself to what it has read. */
class FileBytesTest {
  @TempDir private Path folder;
  private final FileBytes bytes = new FileBytes();

  private RandomAccessFile file(String text) throws IOException {
    return new RandomAccessFile(
        Files.writeString(folder.resolve("file"), text).toFile().getPath(), "r");
  }

  @Test
  void readsAllWhateverItReadBefore() throws IOException {
    for (int length : new int[] {0, 1, 127, 128, 129, 4000, 64, 9000, 256, 255, 20_000, 8192, 3}) {
      String text = "x".repeat(length);
      try (RandomAccessFile in = file(text)) {
        assertThat(bytes.readAll(in).text()).isEqualTo(text);
      }
      try (RandomAccessFile in = file(text + "\n")) {
        assertThat(bytes.readRecords(in).text()).isEqualTo(text + "\n");
      }
      try (RandomAccessFile in = file("y" + text + "\nz")) {
        assertThat(bytes.readLine(in).line().orElse(""))
            .startsWith("y" + text.substring(length / 2));
      }
    }
  }
}
