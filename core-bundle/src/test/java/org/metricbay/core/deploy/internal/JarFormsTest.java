package org.metricbay.core.deploy.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.metricbay.core.deploy.internal.Content.Artifact;
import org.metricbay.core.deploy.internal.Content.Problem;

/** Unusual JARs: which run, and in which form the framework gets them. */
@Timeout(60)
final class JarFormsTest {
  private static final String MANIFEST =
      "Manifest-Version: 1.0\nBundle-ManifestVersion: 2\nBundle-SymbolicName: a\n";

  @TempDir private Path folder;

  private static Content read(byte[] jar) {
    return new JarReader(Set::of, Optional.empty(), 1 << 20).read("a.jar", jar, 0);
  }

  private static List<RawJar.Entry> entries() {
    return List.of(
        new RawJar.Entry("META-INF/", new byte[0], false),
        new RawJar.Entry("META-INF/MANIFEST.MF", text(MANIFEST), true),
        new RawJar.Entry("A.txt", text("A".repeat(1000)), true),
        new RawJar.Entry("a.txt", text("a"), false),
        new RawJar.Entry("\u00fc/empty", new byte[0], true));
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] changed(Consumer<RawJar> change) {
    RawJar jar = RawJar.of(entries());
    change.accept(jar);
    return jar.bytes();
  }

  private static byte[] installed(byte[] jar) throws Exception {
    try (InputStream in = InstalledJar.of(jar, false)) {
      return in.readAllBytes();
    }
  }

  private static void runs(byte[] jar) throws Exception {
    assertThat(read(jar)).isInstanceOf(Artifact.class);
    byte[] installed = installed(jar);
    Map<String, byte[]> before = SignedJars.entries(changed(raw -> {}));
    Map<String, byte[]> after = SignedJars.entries(installed);
    assertThat(after.keySet()).isEqualTo(before.keySet());
    before.forEach((name, content) -> assertThat(after.get(name)).as(name).isEqualTo(content));
    assertThat(installed(installed)).isEqualTo(installed);
  }

  private static String reason(byte[] jar) {
    return ((Problem) read(jar)).reason();
  }

  @Test
  void formsThatToolsWriteRunAndAreInstalledInOneForm() throws Exception {
    runs(changed(jar -> {}));
    runs(changed(jar -> jar.entries.forEach(RawJar.Entry::sizesFollow)));
    runs(changed(jar -> jar.entries.get(0).content(new byte[0], true)));
    runs(changed(jar -> jar.comment = text("a comment")));
    runs(changed(jar -> jar.entries.get(2).comment = text("a comment")));
    runs(changed(jar -> jar.entries.get(2).after = new byte[100]));
    runs(changed(jar -> jar.entries.forEach(entry -> entry.localExtra = new byte[] {1, 2, 0, 0})));
    runs(changed(jar -> wide(jar.entries.get(2))));
    runs(changed(jar -> jar.entries.forEach(entry -> entry.centralFlags &= ~(1 << 11))));
  }

  private static void wide(RawJar.Entry entry) {
    byte[] extra =
        RawJar.all(
            RawJar.buffer(20)
                .putShort((short) 1)
                .putShort((short) 16)
                .putLong(entry.localSize)
                .putLong(entry.localPacked));
    entry.localExtra = extra;
    entry.centralExtra = extra;
    entry.localSize = -1;
    entry.localPacked = -1;
    entry.centralSize = -1;
    entry.centralPacked = -1;
  }

  @Test
  void theJdksOwnOutputRuns() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> entry : SignedJars.entries(changed(raw -> {})).entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
      }
    }
    runs(bytes.toByteArray());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "zip -q -r x.jar META-INF A.txt a.txt \u00fc",
        "zip -q -0 -X -r x.jar META-INF A.txt a.txt \u00fc",
        "7z a -bd -tzip x.jar META-INF A.txt a.txt \u00fc",
        "python3 -m zipfile -c x.jar META-INF A.txt a.txt \u00fc",
        "jar --create --file x.jar --no-manifest META-INF A.txt a.txt \u00fc"
      })
  void whatCommonToolsWriteRuns(String line) throws Exception {
    for (Map.Entry<String, byte[]> entry : SignedJars.entries(changed(raw -> {})).entrySet()) {
      Path file = folder.resolve(entry.getKey());
      Files.createDirectories(entry.getKey().endsWith("/") ? file : file.getParent());
      if (!entry.getKey().endsWith("/")) {
        Files.write(file, entry.getValue());
      }
    }
    List<String> command = new ArrayList<>(List.of(line.split(" ", -1)));
    if (command.get(0).equals("jar")) {
      command.set(0, Path.of(System.getProperty("java.home"), "bin", "jar").toString());
    }
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().put("LC_ALL", "C.UTF-8");
    Process process;
    try {
      process = builder.redirectErrorStream(true).start();
    } catch (IOException e) {
      assumeTrue(false, command.get(0) + " is not installed");
      return;
    }
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    byte[] jar = Files.readAllBytes(folder.resolve("x.jar"));
    assertThat(read(jar)).isInstanceOf(Artifact.class);
    assertThat(SignedJars.entries(installed(jar)))
        .containsKeys("META-INF/MANIFEST.MF", "A.txt", "a.txt", "\u00fc/empty");
  }

  @Test
  void whatCouldBeReadInTwoWaysIsRefusedInWords() {
    assertThat(reason(changed(jar -> jar.entries.get(2).name(text("p//A.txt")))))
        .startsWith("has an entry with a name that can be read in two ways (p//A.txt)");
    assertThat(reason(changed(jar -> jar.entries.get(2).name(text("a.txt/")))))
        .startsWith("has two entries with the name a.txt");
    assertThat(reason(changed(jar -> jar.entries.get(2).name(text("x/")))))
        .startsWith("has a folder with content, x/");
    assertThat(reason(changed(jar -> jar.entries.get(1).name(text("META-INF/manifest.mf")))))
        .startsWith("has its manifest under the name META-INF/manifest.mf");
    assertThat(reason(changed(jar -> jar.entries.get(2).name(new byte[] {'a', (byte) 0xfc}))))
        .startsWith("has an entry whose name is not UTF-8 (a?)");
    assertThat(reason(changed(jar -> jar.entries.get(2).localName = text("B.txt"))))
        .contains("the header of entry A.txt says something else");
    assertThat(reason(changed(jar -> jar.entries.get(2).centralFlags |= 1)))
        .startsWith("has an encrypted entry, A.txt");
    assertThat(reason(changed(jar -> jar.suffix = text("\n"))))
        .startsWith("is not a complete JAR: its end is missing, or something follows it");
    assertThat(reason(changed(jar -> jar.prefix = text("#!/bin/sh\n"))))
        .startsWith("is not a JAR: it does not begin like a ZIP file");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "line 4 gives Bundle-SymbolicName a second time~Bundle-SymbolicName: b\n\n",
        "line 4 is no header (name, colon, space, value)~\ufeffBundle-Version: 1\n\n",
        "line 4 has a carriage return without a line feed~Bundle-Version: 1\rX: y\n\n",
        "line 5 goes on from an empty one~\n Bundle-SymbolicName: b\n",
        "line 4 is no header (name, colon, space, value)~Bundle-Version:1\n\n"
      })
  void manifestsThatReadersDisagreeOnAreRefused(String reasonAndHeaders) {
    String[] parts = reasonAndHeaders.split("~", 2);
    byte[] manifest = text(MANIFEST + parts[1]);
    assertThat(reason(changed(jar -> jar.entries.get(1).content(manifest, true))))
        .isEqualTo("has a manifest whose " + parts[0] + ": have a build tool (bnd, jar) write it");
  }

  @Test
  void aLineThatIsTooLongIsToldAndNotTakenForAHalfWrittenFile() {
    byte[] manifest = text(MANIFEST + "X: " + "x".repeat(2000) + "\n\n");
    assertThat(read(changed(jar -> jar.entries.get(1).content(manifest, true))))
        .isEqualTo(
            new Problem(
                "has a manifest whose line 4 is longer than 512 bytes: have a build tool (bnd,"
                    + " jar) write it",
                false));
  }

  @Test
  void manifestsOfPlainToolsRun() {
    String wrapped = "X: \u00e4".repeat(10);
    for (String more :
        new String[] {"", "X: " + "y".repeat(60) + "\n " + wrapped, "\n\nName: a\n"}) {
      byte[] manifest = text((MANIFEST + more).replace("\n", "\r\n"));
      assertThat(read(changed(jar -> jar.entries.get(1).content(manifest, true))))
          .isInstanceOf(Artifact.class);
    }
  }

  @Test
  void aBombIsRefusedAtOnce() {
    RawJar.Entry zeros = new RawJar.Entry("zeros", new byte[2 << 20], true);
    assertThat(reason(changed(jar -> jar.entries.add(zeros))))
        .isEqualTo(
            "holds 3 MiB when unpacked, more than the limit of 1: if that is meant, raise"
                + " deploy.max-unpacked in conf/metricbay.cfg");
    byte[] shared =
        changed(
            jar -> {
              for (int i = 0; i < 50; i++) {
                RawJar.Entry entry = new RawJar.Entry("entry" + i, new byte[10_000], true);
                entry.atPlaceOfFormer = i > 0;
                entry.localName = text("entry0");
                jar.entries.add(entry);
              }
            });
    assertThat(reason(shared)).isNotEmpty();
    byte[] liar =
        changed(
            jar -> {
              RawJar.Entry entry = zeros.copy();
              entry.localSize = 10;
              entry.centralSize = 10;
              jar.entries.add(entry);
            });
    assertThat(reason(liar)).contains("entry zeros is damaged, or has another length");
  }

  @Test
  void anInterruptEndsTheReading() {
    byte[] jar = changed(raw -> raw.entries.add(new RawJar.Entry("x", new byte[100_000], true)));
    Thread.currentThread().interrupt();
    assertThat(reason(jar)).startsWith("was not read to its end");
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void aStreamReaderSeesTheSameAsTheDirectory() throws Exception {
    byte[] hidden = changed(jar -> jar.entries.get(3).inDirectory = false);
    assertThat(SignedJars.entries(hidden)).containsKey("a.txt");
    assertThat(read(hidden)).isInstanceOf(Artifact.class);
    assertThat(SignedJars.entries(installed(hidden))).doesNotContainKey("a.txt");
    assertThat(new ByteArrayInputStream(installed(hidden)).available()).isPositive();
  }
}
