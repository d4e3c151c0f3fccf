package org.metricbay.core.deploy.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StateFilesTest {
  @TempDir private Path home;

  private Path folder() {
    return home.resolve("state");
  }

  private static Map<String, byte[]> states(String text) {
    return Map.of("", text.getBytes(StandardCharsets.UTF_8), "other", new byte[] {1, 2});
  }

  private String read(String name) {
    byte[] state = new StateFiles(folder()).read(name).get("");
    return state == null ? "none" : new String(state, StandardCharsets.UTF_8);
  }

  @Test
  void keepsTheStatesOfAnyNameForTheAgentsUserOnly() throws IOException {
    StateFiles files = new StateFiles(folder());
    List<String> names = List.of("org.example.a", "..", "a/b", "x".repeat(300), "Ä", "a.tmp", "");
    for (String name : names) {
      assertThat(files.write(name, states(name))).isTrue();
    }
    for (String name : names) {
      assertThat(read(name)).isEqualTo(name);
    }
    assertThat(new StateFiles(folder()).read("org.example.a").get("other")).containsExactly(1, 2);
    try (Stream<Path> all = Files.list(folder())) {
      List<Path> there = all.toList();
      assertThat(there).hasSize(names.size());
      for (Path file : there) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
            .isEqualTo("rw-------");
      }
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder())))
        .isEqualTo("rwx------");
  }

  @Test
  void writesOnlyWhatHasChanged() throws IOException {
    StateFiles files = new StateFiles(folder());
    files.write("a", states("1"));
    Path file = folder().resolve("a.state");
    Object first = Files.readAttributes(file, "unix:ino");
    files.write("a", states("1"));
    assertThat(Files.readAttributes(file, "unix:ino")).isEqualTo(first);
    files.write("a", states("2"));
    assertThat(read("a")).isEqualTo("2");
    Files.delete(file);
    files.write("a", states("2"));
    assertThat(read("a")).isEqualTo("2");
  }

  @Test
  void aFileThatCannotBeReadCountsAsNone() throws IOException {
    long seed = Long.getLong("metricbay.test.seed", System.nanoTime());
    System.out.println("-Dmetricbay.test.seed=" + seed);
    Random random = new Random(seed);
    new StateFiles(folder()).write("a", states("as it was"));
    Path file = folder().resolve("a.state");
    byte[] whole = Files.readAllBytes(file);
    try (LogLines log = new LogLines()) {
      for (int i = 0; i < 200; i++) {
        byte[] bytes = Arrays.copyOf(whole, random.nextInt(whole.length));
        if (random.nextBoolean()) {
          bytes = whole.clone();
          bytes[random.nextInt(bytes.length)] ^= (byte) (1 + random.nextInt(255));
        }
        Files.write(file, bytes);
        assertThat(read("a")).isEqualTo("none");
      }
      assertThat(log.with("the state of a cannot be read from", "it starts anew")).hasSize(200);
    }
  }

  @Test
  void anotherPluginsFileIsNotTaken() throws IOException {
    StateFiles files = new StateFiles(folder());
    files.write("a", states("a"));
    Files.move(folder().resolve("a.state"), folder().resolve("b.state"));
    assertThat(read("b")).isEqualTo("none");
  }

  @Test
  void oneThatOthersCouldHaveChangedIsNotTaken() throws IOException {
    StateFiles files = new StateFiles(folder());
    files.write("a", states("a"));
    Files.setPosixFilePermissions(
        folder().resolve("a.state"), PosixFilePermissions.fromString("rw-rw-rw-"));
    assertThat(read("a")).isEqualTo("none");
  }

  @Test
  void forgetsAfterAWeekWhatIsNotInUse() throws IOException {
    StateFiles before = new StateFiles(folder());
    before.write("gone", states("1"));
    before.write("used", states("1"));
    FileTime old = FileTime.from(Instant.now().minus(Duration.ofDays(8)));
    Files.setLastModifiedTime(folder().resolve("gone.state"), old);
    Files.setLastModifiedTime(folder().resolve("used.state"), old);
    StateFiles files = new StateFiles(folder());
    files.read("used");
    files.write("new", states("1"));
    assertThat(folder().resolve("gone.state")).doesNotExist();
    assertThat(folder().resolve("used.state")).exists();
  }

  @Test
  void withoutAPlaceItGoesOnWithout() throws IOException {
    Files.writeString(folder(), "a file where the folder would be");
    StateFiles files = new StateFiles(folder());
    try (LogLines log = new LogLines()) {
      assertThat(files.write("a", states("1"))).isFalse();
      assertThat(files.write("a", states("2"))).isFalse();
      assertThat(log.with("what plugins have counted cannot be kept")).hasSize(1);
    }
  }
}
