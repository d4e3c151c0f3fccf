package org.metricbay.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretTest {
  private static final String WORD = "s3cret";

  @TempDir private Path folder;

  private record Login(String user, Secret password) {}

  private static Optional<Secret> read(Map<String, String> values) {
    return new ConfigValues(values).secret("password");
  }

  @Test
  void isTheValueOfItsKeyOrOfAFile() throws Exception {
    Path file = Files.writeString(folder.resolve("p"), WORD + "\r\n\n");
    assertThat(read(Map.of())).isEmpty();
    assertThat(read(Map.of("password", WORD)).orElseThrow().value()).isEqualTo(WORD);
    assertThat(read(Map.of("password.file", file.toString())))
        .isEqualTo(read(Map.of("password", WORD)));
  }

  @Test
  void showsItselfNowhere() {
    Secret secret = read(Map.of("password", WORD)).orElseThrow();
    assertThat(secret).hasToString("***");
    assertThat(new Login("u", secret).toString()).contains("***").doesNotContain(WORD);
  }

  @Test
  void bothKeysAreKnownAndTheBundlesConfigurationIsTaken() {
    BundleConfig<Login> config =
        new BundleConfig<>(
            "metricbay.x",
            Map.of(),
            values -> new Login("u", values.secret("password").orElse(new Secret(""))));
    config.update(Map.of("password", WORD));
    assertThat(config.get().password().value()).isEqualTo(WORD);
    assertThat(config.keys()).containsExactly("password", "password.file");
  }

  @Test
  void whatCannotBeReadIsSaidWithoutWhatItIs() throws Exception {
    refused(
        Map.of("password", WORD, "password.file", "/x"), "password: is there, and password.file");
    refused(Map.of("password.file", "/no/" + WORD), "names no file that can be read");
    refused(Map.of("password.file", "\0" + WORD), "names no file that can be read");
    Path empty = Files.writeString(folder.resolve("empty"), "\n");
    refused(Map.of("password.file", empty.toString()), "names an empty file");
    Path binary = Files.write(folder.resolve("binary"), new byte[] {(byte) 0xff});
    refused(Map.of("password.file", binary.toString()), "not UTF-8");
    Path large = Files.write(folder.resolve("large"), new byte[(1 << 16) + 1]);
    refused(Map.of("password.file", large.toString()), "more than 65536 bytes");
  }

  private static void refused(Map<String, String> values, String message) {
    assertThatThrownBy(() -> read(values))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining(WORD);
  }
}
