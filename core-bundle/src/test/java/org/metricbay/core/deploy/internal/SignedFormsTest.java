package org.metricbay.core.deploy.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.metricbay.core.deploy.internal.Content.Artifact;
import org.metricbay.core.deploy.internal.Content.Problem;

/** What must be signed for a JAR to count as signed whole, and what is installed of it. */
@Timeout(60)
final class SignedFormsTest {
  private static final String HEADERS =
      "Manifest-Version: 1.0\r\nBundle-ManifestVersion: 2\r\nBundle-SymbolicName: a\r\n\r\n";
  private static final String SECTION = "Name: data.txt\r\nSHA-256-Digest: AAAA\r\n\r\n";

  @TempDir private static Path home;
  private static Optional<SignedJars> keys = Optional.empty();

  @BeforeAll
  static void makeKeys() throws Exception {
    keys = Optional.of(new SignedJars(home));
  }

  private static RawJar plain(String... names) {
    RawJar jar = new RawJar();
    jar.entries.add(new RawJar.Entry("META-INF/MANIFEST.MF", text(HEADERS), true));
    for (String name : names) {
      jar.entries.add(new RawJar.Entry(name, text(name.endsWith("/") ? "" : "content"), false));
    }
    return jar;
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static RawJar signed(RawJar plain) throws Exception {
    List<RawJar.Entry> entries = new ArrayList<>();
    SignedJars.entries(keys.orElseThrow().sign(plain.bytes(), "trusted"))
        .forEach((name, content) -> entries.add(new RawJar.Entry(name, content, false)));
    return RawJar.of(entries);
  }

  private static Content read(RawJar jar) throws Exception {
    SignatureCheck check = SignatureCheck.of(keys.orElseThrow().store("trusted"));
    return new JarReader(Set::of, Optional.of(check), 1 << 20).read("a.jar", jar.bytes(), 0);
  }

  private static String reason(RawJar jar) throws Exception {
    return ((Problem) read(jar)).reason();
  }

  @Test
  void onlyWhatIsSignedIsInstalled() throws Exception {
    RawJar jar = signed(plain("META-INF/INDEX.LIST", "p/", "p/data.txt", "empty/"));
    assertThat(read(jar)).isInstanceOf(Artifact.class);
    assertThat(SignedJars.entries(InstalledJar.of(jar.bytes(), true).readAllBytes()))
        .containsOnlyKeys("META-INF/MANIFEST.MF", "META-INF/INDEX.LIST", "p/", "p/data.txt");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"META-INF/evil.EC", "META-INF/SIG-x.jar", "META-INF/X.SF", "meta-inf/y.rsa"})
  void whatOnlyLooksLikeASignatureIsRefused(String name) throws Exception {
    RawJar jar = signed(plain("data.txt"));
    jar.entries.add(new RawJar.Entry(name, text("evil"), false));
    assertThat(reason(jar)).isEqualTo("is not signed whole: " + name + " has no signature");
  }

  @Test
  void aPairThatIsNoSignatureIsNotInstalled() throws Exception {
    RawJar jar = signed(plain("data.txt"));
    jar.entries.add(0, new RawJar.Entry("META-INF/A.SF", text("evil"), false));
    jar.entries.add(0, new RawJar.Entry("META-INF/A.RSA", text("evil"), false));
    assertThat(read(jar)).isInstanceOf(Artifact.class);
    assertThat(SignedJars.entries(InstalledJar.of(jar.bytes(), true).readAllBytes()))
        .containsOnlyKeys("META-INF/MANIFEST.MF", "data.txt");
  }

  @Test
  void aSignatureThatCannotBeReadIsToldInWords() throws Exception {
    RawJar jar = signed(plain("data.txt"));
    for (RawJar.Entry entry : jar.entries) {
      if (entry.name().endsWith(".RSA")) {
        entry.content(text("no signature"), false);
      }
    }
    assertThat(reason(jar)).startsWith("is not signed whole: ").doesNotContain("Exception");
  }

  @Test
  void aRemovedEntryIsMissed() throws Exception {
    RawJar jar = signed(plain("data.txt", "other.txt"));
    jar.entries.removeIf(entry -> entry.name().equals("data.txt"));
    assertThat(reason(jar))
        .isEqualTo("is not whole: its signed manifest names data.txt, which is missing");
  }

  @Test
  void aManifestAloneIsNotSigned() throws Exception {
    assertThat(reason(plain())).startsWith("is not signed whole: ");
    assertThat(reason(signed(plain()))).startsWith("is not signed whole: ");
  }

  private static Optional<String> objection(String digest, String algorithm, String of)
      throws Exception {
    byte[] hash = MessageDigest.getInstance(algorithm).digest(text(of));
    String signed =
        "Signature-Version: 1.0\r\n"
            + digest
            + ": "
            + Base64.getEncoder().encodeToString(hash)
            + "\r\n\r\n";
    PackedEntry there = new PackedEntry("data.txt", false, 0, 0, 0, 0, 0);
    return SignedManifest.objection(text(signed), text(HEADERS + SECTION), List.of(there));
  }

  @Test
  void theManifestsHeadersMustBeCovered() throws Exception {
    String whole = HEADERS + SECTION;
    assertThat(objection("SHA-256-Digest-Manifest", "SHA-256", whole)).isEmpty();
    assertThat(objection("SHA-512-Digest-Manifest", "SHA-512", whole)).isEmpty();
    assertThat(objection("SHA-256-Digest-Manifest-Main-Attributes", "SHA-256", HEADERS)).isEmpty();
    String uncovered = "is not signed whole: the signature does not cover the manifest's headers";
    assertThat(objection("SHA-256-Digest-Manifest", "SHA-256", HEADERS).orElse(""))
        .startsWith(uncovered);
    assertThat(objection("SHA1-Digest-Manifest", "SHA-1", whole).orElse("")).startsWith(uncovered);
    assertThat(objection("X-SHA-256-Digest-Manifest", "SHA-256", whole).orElse(""))
        .startsWith(uncovered);
  }
}
