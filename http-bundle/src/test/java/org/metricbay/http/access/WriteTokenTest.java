package org.metricbay.http.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriteTokenTest {
  @TempDir private Path folder;

  @Test
  void isMadeOnceAndReused() throws IOException {
    WriteToken first = WriteToken.in(folder.resolve("new"));
    assertThat(first.text()).matches("[0-9a-f]{64}");
    assertThat(WriteToken.in(folder.resolve("new"))).isEqualTo(first);
    assertThat(WriteToken.in(folder.resolve("other"))).isNotEqualTo(first);
    assertThat(folder.resolve("new")).isDirectoryContaining(path -> path.endsWith("token"));
    try (var files = Files.list(folder.resolve("new"))) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void anEmptyFileIsNoToken() throws IOException {
    Files.writeString(folder.resolve("token"), "\n");
    assertThat(WriteToken.in(folder).matches("")).isFalse();
  }

  @Test
  void isNotPrinted() throws IOException {
    WriteToken token = WriteToken.in(folder);
    assertThat(token.toString()).doesNotContain(token.text());
    assertThat(token.matches(token.text())).isTrue();
    assertThat(token.matches(token.text() + "0")).isFalse();
  }
}
