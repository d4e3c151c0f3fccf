package org.metricbay.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables of any length, read piece by piece. */
class KernelTableTest {
  @TempDir private Path folder;

  private KernelFiles files() {
    return new KernelFiles(folder, folder, folder, folder);
  }

  private static List<String> lines(FieldReader lines) {
    List<String> all = new ArrayList<>();
    while (lines.nextLine()) {
      all.add(lines.rest());
    }
    return all;
  }

  @Test
  void readsTheSameLinesAsAtOnce() throws IOException {
    long seed = Long.getLong("metricbay.seed", 21);
    Random random = new Random(seed);
    Path file = folder.resolve("table");
    for (int round = 0; round < 50; round++) {
      StringBuilder text = new StringBuilder();
      int longest = 1 << random.nextInt(18);
      while (text.length() < random.nextInt(400_000)) {
        text.append("x".repeat(random.nextInt(longest))).append(random.nextBoolean() ? "\n" : " y");
      }
      Files.writeString(file, text.toString());
      assertThat(files().table(file, KernelTable.MOUNTS, KernelTableTest::lines))
          .as("-Dmetricbay.seed=%s, round %s", seed, round)
          .isEqualTo(lines(new FieldReader(text.toString())));
    }
  }

  @Test
  void refusesWhatIsNoTable() throws IOException {
    Path file = Files.writeString(folder.resolve("table"), "a line\n".repeat(1000));
    KernelTable small = new KernelTable(6999, false);
    assertThatThrownBy(() -> files().table(file, small, KernelTableTest::lines))
        .isInstanceOf(IOException.class)
        .hasMessage(file + " holds more than 6999 bytes: not a kernel file");
    assertThat(files().table(file, new KernelTable(7000, false), KernelTableTest::lines))
        .hasSize(1000);
    Files.writeString(file, "x".repeat(9 << 20));
    assertThatThrownBy(() -> files().table(file, KernelTable.MOUNTS, KernelTableTest::lines))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("has a line of more than");
  }

  @Test
  void needNotBeThere() throws IOException {
    Path absent = folder.resolve("absent");
    assertThat(files().findTable(absent, KernelTable.SOCKETS, KernelTableTest::lines)).isEmpty();
    assertThatThrownBy(() -> files().table(absent, KernelTable.SOCKETS, KernelTableTest::lines))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("absent");
  }
}
