package org.metricbay.core.deploy.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.metricbay.core.deploy.internal.Content.Artifact;

/** The store of kept JARs, and what is made of it at the next start. */
final class KeptJarsTest {
  @TempDir private Path home;

  private KeptJars kept() {
    return new KeptJars(home.resolve("kept"));
  }

  private JarReader reader() {
    return new JarReader(Set::of, Optional.empty(), 1 << 20);
  }

  private GoodVersions load() {
    return GoodVersions.load(kept(), reader());
  }

  private static byte[] version(String version) {
    return TestJar.bundle("test.a", version).bytes();
  }

  private Artifact artifact(String file, String version) throws IOException {
    return (Artifact) reader().read(file, version(version), 0);
  }

  private void ran(GoodVersions versions, String file, String version) throws IOException {
    versions.ran(artifact(file, version), version(version));
    versions.save();
  }

  private Path jar(byte[] bytes) {
    return home.resolve("kept").resolve(JarReader.digest(bytes) + ".jar");
  }

  private Optional<String> lastGood(GoodVersions versions, String file) {
    return Optional.ofNullable(versions.lastGood().get(file)).map(a -> a.version().toString());
  }

  @Test
  void startsEmpty() {
    assertThat(load().lastGood()).isEmpty();
    assertThat(kept().index()).isEmpty();
  }

  @Test
  void remembersTheLastTwoVersionsOfEachFile() throws IOException {
    GoodVersions versions = load();
    ran(versions, "a.jar", "1");
    ran(versions, "a.jar", "2");
    ran(versions, "a.jar", "3");

    GoodVersions later = load();
    assertThat(lastGood(later, "a.jar")).contains("3.0.0");
    assertThat(later.bytes(artifact("a.jar", "3"))).contains(version("3"));
    assertThat(jar(version("1"))).doesNotExist();
    assertThat(later.hasPrevious(artifact("a.jar", "3"))).isTrue();
    later.goBack(artifact("a.jar", "3"));
    later.save();
    assertThat(lastGood(load(), "a.jar")).contains("2.0.0");
    assertThat(load().hasPrevious(artifact("a.jar", "2"))).isFalse();
  }

  @Test
  void anyFileNameIsFoundAgain() {
    Map<String, String> index = new TreeMap<>();
    for (String name :
        List.of("plain-1_0.jar", "#a b:c=d\\.jar", " \t\n\r!.jar", "\u00fc\ud83d\ude00.jar")) {
      index.put(name, JarReader.digest(name.getBytes(StandardCharsets.UTF_8)));
    }
    kept().saveIndex(index);
    assertThat(kept().index()).isEqualTo(index);
  }

  @Test
  void forgetsFilesThatAreGone() throws IOException {
    GoodVersions versions = load();
    ran(versions, "a.jar", "1");
    ran(versions, "b.jar", "2");
    versions.retainFiles(Set.of("b.jar"));
    versions.save();
    assertThat(load().lastGood()).containsOnlyKeys("b.jar");
    assertThat(jar(version("1"))).doesNotExist();
  }

  @Test
  void leavesOutWhatIsDamagedOrMissingAndKeepsItAnew() throws IOException {
    GoodVersions versions = load();
    ran(versions, "a.jar", "1");
    ran(versions, "b.jar", "2");
    Files.write(jar(version("1")), new byte[] {1, 2, 3});
    Files.delete(jar(version("2")));
    assertThat(load().lastGood()).isEmpty();

    ran(versions, "a.jar", "1");
    versions.stillRuns(artifact("b.jar", "2"), () -> Optional.of(version("2")));
    versions.save();
    assertThat(load().lastGood()).containsOnlyKeys("a.jar", "b.jar");
  }

  @Test
  void keepsAnewWhatRunsWhenTheFolderWasDeleted() throws IOException {
    GoodVersions versions = load();
    ran(versions, "a.jar", "1");
    Files.delete(jar(version("1")));
    Files.delete(home.resolve("kept/index.properties"));
    Files.delete(home.resolve("kept"));
    versions.stillRuns(artifact("a.jar", "1"), () -> Optional.of(version("1")));
    versions.save();
    assertThat(load().lastGood()).containsOnlyKeys("a.jar");
  }

  @Test
  void aCrashBetweenAnyTwoStepsLosesNothingThatWasThere() throws IOException {
    GoodVersions versions = load();
    ran(versions, "a.jar", "1");
    // Killed after the next JAR was written, before the index.
    kept().keep(JarReader.digest(version("2")), version("2"));
    Files.write(home.resolve("kept/new123.tmp"), new byte[10]);
    Files.write(home.resolve("kept/index456.tmp"), new byte[10]);
    assertThat(lastGood(load(), "a.jar")).contains("1.0.0");

    ran(load(), "a.jar", "3");
    try (var files = Files.list(home.resolve("kept"))) {
      assertThat(files)
          .containsExactlyInAnyOrder(
              home.resolve("kept/index.properties"), jar(version("1")), jar(version("3")));
    }
  }

  @Test
  void ignoresADamagedIndexAndDigestsThatAreNone() throws IOException {
    Files.createDirectories(home.resolve("kept"));
    for (String text : new String[] {"a.jar=\\u00zz", "a.jar=\\u0000", "a.jar=../../secret", ""}) {
      Files.writeString(home.resolve("kept/index.properties"), text);
      assertThat(kept().index()).isEmpty();
      assertThat(load().lastGood()).isEmpty();
    }
  }

  @Test
  void indexKeysMayHoldAnyCharacter() {
    String digest = JarReader.digest(new byte[0]);
    Map<String, String> index = new TreeMap<>();
    index.put("ä = #!: x.jar", digest);
    index.put("previous/ä = #!: x.jar", digest);
    kept().saveIndex(index);
    assertThat(kept().index()).isEqualTo(index);
  }

  @Test
  void aFolderThatCannotBeWrittenIsOnlyTold() throws IOException {
    Files.writeString(home.resolve("kept"), "a file in its place");
    GoodVersions versions = load();
    ran(versions, "a.jar", "1");
    assertThat(lastGood(versions, "a.jar")).contains("1.0.0");
  }
}
