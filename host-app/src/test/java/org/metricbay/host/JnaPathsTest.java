package org.metricbay.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JnaPathsTest {
  @TempDir private Path root;

  private Path folder(String name) throws IOException {
    return Files.createDirectories(root.resolve(name));
  }

  @Test
  void findsThoseOfTheArchitectureBeforeTheUsualOnes() throws IOException {
    Path own = folder("usr/lib/x86_64-linux-gnu");
    folder("usr/lib/i386-linux-gnu");
    folder("usr/lib/aarch64-linux-gnu");
    Path lib = folder("lib");
    assertThat(JnaPaths.in(root, "amd64")).containsExactly(own, root.resolve("usr/lib"), lib);
  }

  @Test
  void findsNothingWhereThereIsNothing() {
    assertThat(JnaPaths.in(root, "riscv64")).isEmpty();
  }
}
