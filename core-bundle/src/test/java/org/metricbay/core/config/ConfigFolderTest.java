package org.metricbay.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.metricbay.core.config.ConfigFolder.Content;

class ConfigFolderTest {
  @TempDir private Path path;

  @Test
  void readsTheFilesOfPluginsOnly() throws IOException {
    ConfigFolder folder = new ConfigFolder(path, Optional.empty());
    for (String name :
        new String[] {
          "metricbay.cfg",
          "metricbay.disk.cfg~",
          ".metricbay.disk.cfg.swp",
          "metricbay.disk.cfg.tmp",
          "metricbay..cfg",
          "metricbay.a b.cfg",
          "#metricbay.disk.cfg#",
          "other.disk.cfg",
          "4913"
        }) {
      Files.writeString(path.resolve(name), "x = 1");
    }
    Files.createDirectory(path.resolve("metricbay.folder.cfg"));
    assertThat(folder.read()).isEmpty();
    Files.writeString(folder.file("metricbay.disk"), "x = 2");
    assertThat(folder.read())
        .containsOnly(java.util.Map.entry("metricbay.disk", new Content("x = 2", true)));
  }

  @Test
  void saysWhatCannotBeRead() throws IOException {
    ConfigFolder folder = new ConfigFolder(path, Optional.empty());
    Files.write(folder.file("metricbay.binary"), new byte[] {(byte) 0xff, 0, (byte) 0xc3});
    Files.write(folder.file("metricbay.large"), new byte[(1 << 20) + 1]);
    assertThat(folder.read().get("metricbay.binary")).isEqualTo(new Content("is not UTF-8", false));
    assertThat(folder.read().get("metricbay.large"))
        .isEqualTo(new Content("is larger than 1048576 bytes", false));
  }

  @Test
  void findsNothingWithoutTheFolder() {
    assertThat(new ConfigFolder(path.resolve("absent"), Optional.empty()).read()).isEmpty();
  }
}
