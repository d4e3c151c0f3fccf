package org.metricbay.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The start script in a checkout where nothing is built yet, with a made-up Maven. */
class FirstBuildIT {
  /** As Debian's Maven ends, on both outputs, also where nobody wants colours. */
  private static final String RESET = "printf '\\033[0m'; printf '\\033[0m' >&2";

  @TempDir private Path work;
  private Path checkout = Path.of("/");

  @BeforeEach
  void checkout() throws IOException {
    checkout = Files.createDirectories(work.resolve("checkout"));
    Files.copy(PackedAgent.HOME.resolve("metricbay"), checkout.resolve("metricbay"));
  }

  /** Starts it with a Maven that does this. */
  private PackedAgent.Exit help(String... lines) throws Exception {
    Path programs = Files.createDirectories(work.resolve("programs"));
    Path maven = programs.resolve("mvn");
    Files.writeString(maven, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
    Files.setPosixFilePermissions(maven, PosixFilePermissions.fromString("rwxr-xr-x"));
    return PackedAgent.in(work)
        .from(checkout)
        .environment("PATH", programs + ":" + System.getenv("PATH"))
        .with("--help")
        .runToEnd();
  }

  private String build() {
    Path target = checkout.resolve("host-app/target");
    return "mkdir -p '"
        + target
        + "' && ln -s '"
        + PackedAgent.HOME
        + "' '"
        + target
        + "/metricbay'";
  }

  @Test
  void saysWhichModuleIsBuiltAndStarts() throws Exception {
    PackedAgent.Exit exit =
        help("echo '[INFO] Building Metricbay: plugin API [2/18]'", "echo chatter", build(), RESET);
    assertThat(exit.err())
        .contains("metricbay: building it first")
        .contains("metricbay: Building Metricbay: plugin API [2/18]\n")
        .doesNotContain("failed", "chatter");
    assertThat(exit.status()).isZero();
    assertThat(exit.out()).contains("--listen");
  }

  @Test
  void saysWhatIsWrongAndEnds() throws Exception {
    for (String end : new String[] {"exit 1", RESET + "; exit 1"}) {
      PackedAgent.Exit exit = help("echo '[ERROR] no such module'", end);
      assertThat(exit.err())
          .contains("[ERROR] no such module\n")
          .contains("metricbay: the build failed; see above");
      assertThat(exit.status()).isEqualTo(2);
    }
  }

  /** One that dies before it says anything, or only says that it has not failed. */
  @Test
  void whatCountsIsHowMavenEnds() throws Exception {
    for (String end : new String[] {"kill -9 $$", "exit 127", "echo 'status 0'; exit 3"}) {
      assertThat(help(end).status()).isEqualTo(2);
    }
  }
}
