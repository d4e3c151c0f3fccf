package org.metricbay.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.connect.ConnectContent;

final class ConnectedBundlesTest {
  @TempDir private Path libraries;

  private ConnectContent content() throws Exception {
    try (OutputStream out = Files.newOutputStream(libraries.resolve("x.jar"));
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("a/b.txt"));
      zip.write("text".getBytes(StandardCharsets.UTF_8));
    }
    return new ConnectedBundles(libraries.toFile())
        .connect("connect:x.jar")
        .orElseThrow()
        .getContent();
  }

  @Test
  void leavesEveryOtherLocationToTheFramework() {
    assertThat(new ConnectedBundles(libraries.toFile()).connect("file:/x.jar")).isEmpty();
  }

  @Test
  void readsEntriesFromTheJarAndClassesFromTheClassPath() throws Exception {
    ConnectContent content = content();
    content.open();
    assertThat(content.getEntries()).containsExactly("a/b.txt");
    assertThat(content.getEntry("none")).isEmpty();
    ConnectContent.ConnectEntry entry = content.getEntry("a/b.txt").orElseThrow();
    assertThat(entry.getName()).isEqualTo("a/b.txt");
    assertThat(entry.getContentLength()).isEqualTo(4);
    try (InputStream in = entry.getInputStream()) {
      assertThat(in.readAllBytes()).asString(StandardCharsets.UTF_8).isEqualTo("text");
    }
    assertThat(content.getClassLoader()).contains(ConnectedBundles.class.getClassLoader());
    content.close();
  }

  @Test
  void canBeOpenedAgainAfterItWasClosed() throws Exception {
    ConnectContent content = content();
    assertThatThrownBy(content::getEntries).isInstanceOf(IllegalStateException.class);
    content.open();
    content.open();
    content.close();
    content.close();
    content.open();
    assertThat(content.getEntry("a/b.txt")).isPresent();
    content.close();
  }
}
