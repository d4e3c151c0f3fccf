package org.metricbay.http.webconfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files as OpenSSL writes them, where it is installed. */
class OpensslKeysTest {
  @TempDir private Path folder;

  private static boolean run(Path folder, List<String> command)
      throws IOException, InterruptedException {
    Process process;
    try {
      process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("output").toFile())
              .start();
    } catch (IOException e) {
      return false;
    }
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      return false;
    }
    return process.exitValue() == 0;
  }

  @BeforeAll
  static void needsOpenssl(@TempDir Path folder) throws IOException, InterruptedException {
    assumeTrue(run(folder, List.of("openssl", "version")), "openssl is not installed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "genrsa -traditional -out key 2048",
        "genrsa -out key 2048",
        "ecparam -genkey -name prime256v1 -out key",
        "ecparam -genkey -noout -name secp384r1 -out key",
        "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-521 -out key",
        "genpkey -algorithm ed25519 -out key"
      })
  void pairsAreRead(String command) throws Exception {
    assertThat(run(folder, List.of(("openssl " + command).split(" ", -1)))).isTrue();
    String request = "openssl req -x509 -new -key key -subj /CN=localhost -days 30 -out cert";
    assertThat(run(folder, List.of(request.split(" ", -1)))).isTrue();
    Path config = folder.resolve("web.yml");
    Files.writeString(config, "tls_server_config: {cert_file: cert, key_file: key}");
    assertThat(new WebConfigFile(config).read().tls()).isPresent();
  }

  @Test
  void anEncryptedKeyIsRefused() throws Exception {
    String command = "openssl genrsa -aes128 -passout pass:abcd -out key 2048";
    assertThat(run(folder, List.of(command.split(" ", -1)))).isTrue();
    String text = Files.readString(folder.resolve("key"));
    assertThatThrownBy(() -> PrivateKeys.read(text)).hasMessageContaining("encrypted");
  }
}
