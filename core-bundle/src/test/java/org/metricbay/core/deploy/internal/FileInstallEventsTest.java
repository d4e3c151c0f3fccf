package org.metricbay.core.deploy.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** FileInstall may watch more folders than ours. */
final class FileInstallEventsTest {
  @TempDir private Path home;

  @Test
  void onlyJarsOfOurFolderAreOurs() throws Exception {
    Path ours = Files.createDirectory(home.resolve("ours"));
    Path other = Files.createDirectory(home.resolve("other"));
    Path link = Files.createSymbolicLink(home.resolve("link"), ours);
    FileInstallEvents events = new FileInstallEvents(ours, () -> {});
    assertThat(events.canHandle(ours.resolve("a.jar").toFile())).isTrue();
    assertThat(events.canHandle(link.resolve("a.jar").toFile())).isTrue();
    assertThat(events.canHandle(ours.resolve("a.cfg").toFile())).isFalse();
    assertThat(events.canHandle(other.resolve("a.jar").toFile())).isFalse();
    assertThat(events.canHandle(home.resolve("a.jar").toFile())).isFalse();
    assertThat(events.canHandle(ours.resolve("inner/a.jar").toFile())).isFalse();
    assertThat(events.canHandle(home.resolve("gone/a.jar").toFile())).isFalse();
  }
}
