package org.metricbay.textfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FolderGlobTest {
  @TempDir private Path root;

  @BeforeEach
  void folders() throws Exception {
    for (String folder : new String[] {"a1/m", "a2/m", "b.1/m", "b-1/n", ".h/m"}) {
      Files.createDirectories(root.resolve(folder));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "a1, a1",
    "a1/, a1",
    "a1/../a2, a2",
    "a*, a1 a2",
    "a?/m, a1/m a2/m",
    "*/m, .h/m a1/m a2/m b.1/m",
    "a[^1]/m, a2/m",
    "[ab][1-2], a1 a2",
    "b.[1], b.1",
    "*/*, .h/m a1/m a2/m b-1/n b.1/m",
    "none, none",
    "none*/m, none*/m"
  })
  void finds(String pattern, String folders) {
    assertThat(FolderGlob.of(root + "/" + pattern).folders())
        .map(folder -> root.relativize(folder).toString())
        .containsExactly(folders.split(" "));
  }

  @Test
  void refuses() {
    for (String text : new String[] {"a", "a/*", "*", "./a"}) {
      assertThatThrownBy(() -> FolderGlob.of(text)).hasMessage("must be an absolute path");
    }
    assertThatThrownBy(() -> FolderGlob.of("/a/[b"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("must be a path or pattern: ");
  }
}
