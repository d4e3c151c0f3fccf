package org.metricbay.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileNamesTest {
  @TempDir private Path folder;

  /** Makes a file whose name is these bytes, in whatever locale this runs. */
  private Path make(byte[] name) throws IOException {
    String quoted = HexFormat.of().withPrefix("%").formatHex(name);
    return Files.createFile(Path.of(URI.create(folder.toUri() + quoted)));
  }

  private String nameOf(String hex) throws IOException {
    Path file = make(HexFormat.of().parseHex(hex));
    String name = FileNames.of(file);
    assertThat(Files.exists(FileNames.in(folder, name))).as(name).isTrue();
    Files.delete(FileNames.in(folder, name));
    assertThat(Files.exists(file)).isFalse();
    return name;
  }

  @Test
  void isWhatTheBytesAreInUtf8() throws IOException {
    assertThat(nameOf("612e6a6172")).isEqualTo("a.jar");
    assertThat(nameOf("c3bc2e6a6172")).isEqualTo("ü.jar");
    assertThat(nameOf("f09f98802520")).isEqualTo("😀% ");
  }

  @Test
  void showsWhatIsNotUtf8OrNotHarmlessByteByByte() throws IOException {
    assertThat(nameOf("fffe2e6a6172")).isEqualTo("\\xff\\xfe.jar");
    assertThat(nameOf("c3")).isEqualTo("\\xc3");
    assertThat(nameOf("c32e")).isEqualTo("\\xc3.");
    assertThat(nameOf("6e0a1b5b33316d")).isEqualTo("n\\x0a\\x1b[31m");
    assertThat(nameOf("c285e280a8e280ae")).isEqualTo("\\xc2\\x85\\xe2\\x80\\xa8\\xe2\\x80\\xae");
    assertThat(nameOf("eda080")).isEqualTo("\\xed\\xa0\\x80");
  }

  @Test
  void mixesUpNothingThatLooksLikeAnEscape() throws IOException {
    assertThat(nameOf("5c786666")).isEqualTo("\\\\xff");
    assertThat(nameOf("5c")).isEqualTo("\\\\");
    assertThat(nameOf("5cff")).isEqualTo("\\\\\\xff");
  }

  @Test
  void anyNamesAreToldApartAndLeadBackToTheirFiles() throws IOException {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    Map<String, Path> files = new HashMap<>();
    byte[] favourites = {'\n', 0x1b, '\\', 'x', 'f', '.', '%', ' ', (byte) 0xc3, (byte) 0xbc, -1};
    for (int i = 0; i < 2000; i++) {
      byte[] name = new byte[1 + random.nextInt(6)];
      for (int j = 0; j < name.length; j++) {
        byte any = (byte) random.nextInt(256);
        name[j] = random.nextBoolean() ? favourites[random.nextInt(favourites.length)] : any;
        name[j] = name[j] == 0 || name[j] == '/' ? (byte) 'n' : name[j];
      }
      try {
        make(name);
      } catch (FileSystemException e) {
        // It is there already, or is "." or "..".
      }
    }
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
      for (Path file : all) {
        String name = FileNames.of(file);
        assertThat(files.put(name, file)).as("seed %d: %s", seed, name).isNull();
        assertThat(FileNames.in(folder, name)).as("seed %d: %s", seed, name).isEqualTo(file);
        assertThat(name.codePoints()).as("seed %d", seed).allMatch(Shown::isHarmless);
      }
    }
    assertThat(files).hasSizeGreaterThan(500);
  }
}
