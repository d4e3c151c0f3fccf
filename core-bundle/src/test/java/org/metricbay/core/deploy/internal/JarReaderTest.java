package org.metricbay.core.deploy.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.metricbay.core.deploy.internal.Content.Artifact;
import org.metricbay.core.deploy.internal.Content.Problem;
import org.osgi.framework.Version;

final class JarReaderTest {
  private Content read(byte[] bytes) throws IOException {
    return new JarReader(() -> Set.of("org.metricbay.core"), Optional.empty(), 1 << 20)
        .read("a.jar", bytes, 42);
  }

  private void problem(byte[] bytes, boolean incomplete, String reason) throws IOException {
    assertThat(read(bytes))
        .isInstanceOfSatisfying(
            Problem.class,
            problem -> {
              assertThat(problem.reason()).startsWith(reason);
              assertThat(problem.incomplete()).isEqualTo(incomplete);
            });
  }

  @Test
  void readsWhatABundleIs() throws IOException {
    byte[] bytes = TestJar.bundle("test.a;a:=b", "1.2.3.q").bytes();
    assertThat(read(bytes))
        .isEqualTo(
            new Artifact(
                "a.jar",
                JarReader.digest(bytes),
                "test.a",
                Version.parseVersion("1.2.3.q"),
                42,
                false));
  }

  @Test
  void seesThatABundleCannotRunTwice() throws IOException {
    for (TestJar jar :
        new TestJar[] {
          TestJar.bundle("a", "1").header("Metricbay-Upgrade", "stop-first"),
          TestJar.bundle("a; singleton:=true", "1"),
          TestJar.bundle("a;singleton:=\"true\"", "1")
        }) {
      assertThat(((Artifact) read(jar.bytes())).stopFirst()).isTrue();
    }
  }

  @Test
  void takesWhatIsEmptyOrNoZipForIncomplete() throws IOException {
    problem(new byte[0], true, "is empty");
    problem("text".getBytes(StandardCharsets.UTF_8), true, "is not a JAR: it does not begin like");
    problem(new byte[] {'P', 'K'}, true, "is not a JAR");
  }

  @Test
  void takesEveryBeginningOfAJarForIncomplete() throws IOException {
    byte[] whole = TestJar.plugin("test.a", "1").bytes();
    for (int length = 4; length < whole.length; length += 97) {
      problem(Arrays.copyOf(whole, length), true, "is not a complete JAR: ");
    }
  }

  @Test
  void findsAFlippedBitAlsoInAStoredEntry() throws IOException {
    byte[] bytes = TestJar.bundle("a", "1").entry("data", "x".repeat(1000)).stored().bytes();
    int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("xxxx") + 500;
    bytes[at] = 'y';
    problem(bytes, true, "is not a complete JAR: entry data does not have its checksum");
  }

  @Test
  void refusesAZipThatIsNoBundle() throws IOException {
    problem(TestJar.empty().entry("a.txt", "a").bytes(), false, "is a JAR but no OSGi bundle");
    problem(TestJar.empty().header("Main-Class", "a.B").bytes(), false, "is a JAR but no OSGi");
    problem(
        TestJar.empty().header("Bundle-SymbolicName", "a").bytes(), false, "is a JAR but no OSGi");
  }

  @Test
  void refusesBadNamesAndVersions() throws IOException {
    problem(TestJar.bundle("../a", "1").bytes(), false, "has a bad Bundle-SymbolicName: ../a");
    problem(TestJar.bundle(";a=b", "1").bytes(), false, "has a bad Bundle-SymbolicName: ");
    problem(TestJar.bundle("a", "1.x").bytes(), false, "has a bad Bundle-Version: ");
  }

  @Test
  void refusesTheAgentsOwnNamesAndFragments() throws IOException {
    problem(
        TestJar.bundle("org.metricbay.core", "99").bytes(),
        false,
        "has the symbolic name org.metricbay.core, which belongs to the agent itself");
    problem(
        TestJar.bundle("a", "1").header("Fragment-Host", "system.bundle").bytes(),
        false,
        "is a fragment");
  }
}
