package org.metricbay.core.deploy.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.metricbay.core.deploy.internal.Content.Artifact;
import org.metricbay.core.deploy.internal.Content.Problem;

/** JARs signed by the JDK's own tools, with keys made for the test. */
@Timeout(120)
final class SignatureCheckTest {
  private static final String PASSWORD = "changeit";

  @TempDir private static Path shared;
  @TempDir private Path folder;
  private Path jar = Path.of("");

  @BeforeAll
  static void makeKeys() throws Exception {
    key("trusted", "good", "-validity", "365");
    key("trusted", "expired", "-startdate", "-30d", "-validity", "1");
    key("untrusted", "other", "-validity", "365");
  }

  private static String store(String name) {
    return shared.resolve(name + ".p12").toString();
  }

  private static void key(String store, String alias, String... more) throws Exception {
    List<String> arguments =
        new ArrayList<>(
            List.of("-genkeypair", "-keyalg", "EC", "-alias", alias, "-dname", "CN=" + alias));
    arguments.addAll(List.of("-keystore", store(store), "-storepass", PASSWORD));
    arguments.addAll(List.of(more));
    run("keytool", arguments.toArray(String[]::new));
  }

  private static void run(String tool, String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", tool).toString());
    command.add("-J-XX:TieredStopAtLevel=1");
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
  }

  @BeforeEach
  void makeJar() throws IOException {
    jar = folder.resolve("a.jar");
    Files.write(jar, TestJar.plugin("test.a", "1").entry("data", "x".repeat(100)).bytes());
  }

  private void sign(String alias) throws Exception {
    String store = alias.equals("other") ? store("untrusted") : store("trusted");
    run("jarsigner", "-keystore", store, "-storepass", PASSWORD, jar.toString(), alias);
  }

  /** Signs by the good key, with the tool only once. */
  private void sign() throws Exception {
    Path signed = shared.resolve("signed.jar");
    if (!Files.exists(signed)) {
      sign("good");
      Files.copy(jar, signed);
    }
    Files.copy(signed, jar, StandardCopyOption.REPLACE_EXISTING);
  }

  private void change(String entry, String text) throws IOException {
    try (FileSystem zip = FileSystems.newFileSystem(jar)) {
      Files.writeString(zip.getPath(entry), text);
    }
  }

  private Content read() throws IOException {
    return read(Path.of(store("trusted")));
  }

  private Content read(Path keyStore) throws IOException {
    SignatureCheck check = SignatureCheck.of(keyStore);
    return new JarReader(Set::of, Optional.of(check), 1 << 20)
        .read("a.jar", Files.readAllBytes(jar), 0);
  }

  private void refused(String reason) throws IOException {
    assertThat(read())
        .isInstanceOfSatisfying(
            Problem.class,
            problem -> {
              assertThat(problem.reason()).startsWith(reason);
              assertThat(problem.incomplete()).isFalse();
            });
  }

  @Test
  void acceptsAJarSignedWhole() throws Exception {
    sign();
    assertThat(read()).isInstanceOf(Artifact.class);
  }

  @Test
  void acceptsOneThatAnotherHasSignedToo() throws Exception {
    sign();
    sign("other");
    assertThat(read()).isInstanceOf(Artifact.class);
  }

  @Test
  void refusesAnUnsignedJar() throws Exception {
    refused("is not signed whole: ");
  }

  @Test
  void refusesAnEntryAddedLater() throws Exception {
    sign();
    change("added.txt", "later");
    refused("is not signed whole: added.txt has no signature");
  }

  @Test
  void refusesAChangedEntry() throws Exception {
    sign();
    change("data", "y".repeat(100));
    refused("has been changed since it was signed: ");
  }

  @Test
  void refusesAChangedManifest() throws Exception {
    sign();
    String manifest;
    try (FileSystem zip = FileSystems.newFileSystem(jar)) {
      manifest = Files.readString(zip.getPath("META-INF/MANIFEST.MF"));
    }
    change("META-INF/MANIFEST.MF", manifest.replace("TestPlugin", "TestPlugon"));
    refused("has been changed since it was signed: ");
  }

  @Test
  void refusesAnExpiredKey() throws Exception {
    sign("expired");
    refused("is signed by CN=expired, whose certificate is not valid now");
  }

  @Test
  void refusesAKeyThatIsNotInTheStore() throws Exception {
    sign("other");
    refused("is signed by CN=other, whose key is not in the key store");
  }

  @Test
  void takesAStoreOfCertificatesAsKeytoolMakesItUnlessItHasAnotherPassword() throws Exception {
    String certificate = folder.resolve("good.crt").toString();
    run(
        "keytool",
        "-exportcert",
        "-alias",
        "good",
        "-keystore",
        store("trusted"),
        "-storepass",
        PASSWORD,
        "-file",
        certificate);
    for (String password : new String[] {PASSWORD, "some other one"}) {
      run(
          "keytool",
          "-importcert",
          "-noprompt",
          "-alias",
          "good",
          "-file",
          certificate,
          "-keystore",
          folder.resolve(password + ".p12").toString(),
          "-storepass",
          password);
    }
    sign();
    assertThat(read(folder.resolve(PASSWORD + ".p12"))).isInstanceOf(Artifact.class);
    assertThatThrownBy(() -> SignatureCheck.of(folder.resolve("some other one.p12")))
        .isInstanceOf(IOException.class)
        .hasMessageEndingWith("make it with keytool -importcert and -storepass changeit");
  }

  @Test
  void saysWhatIsWrongWithAKeyStore() throws Exception {
    Path bad = Files.writeString(folder.resolve("bad.p12"), "no key store");
    assertThatThrownBy(() -> SignatureCheck.of(bad))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("key store " + bad + " ");
  }
}
