package org.metricbay.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Names that are bytes. */
@EnabledOnOs(OS.LINUX)
class RawPathsTest {
  @TempDir private Path folder;

  @Test
  void findsAndReadsWhatIsNotUtf8() throws Exception {
    // eth and a letter of Latin-1, which is no UTF-8.
    Path odd = Files.createDirectory(Path.of(URI.create(folder.toUri() + "eth%E9+")));
    Files.writeString(odd.resolve("mtu"), "1500\n");
    Files.createDirectory(Path.of(URI.create(folder.toUri() + "caf%C3%A9")));
    Files.createDirectory(folder.resolve("lo"));
    KernelFiles files = new KernelFiles(folder, folder, folder, folder);
    assertThat(files.list(folder)).containsExactly("caf\u00e9", "eth\ufffd+", "lo");
    assertThat(RawPaths.of(odd)).isEqualTo(folder + "/eth\u00e9+");
    assertThat(files.number(files.in(folder, "eth\ufffd+").resolve("mtu"))).hasValue(1500);
    assertThat(files.number(files.in(folder, "lo").resolve("mtu"))).isEmpty();
    assertThat(files.number(files.in(folder, "no\ufffd").resolve("mtu"))).isEmpty();
  }
}
