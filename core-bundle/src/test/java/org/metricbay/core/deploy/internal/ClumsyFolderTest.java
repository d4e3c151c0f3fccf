package org.metricbay.core.deploy.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.metricbay.core.deploy.FileState;
import org.metricbay.core.deploy.PluginFile;

/** Folders that people and programs have been at. */
@Timeout(60)
final class ClumsyFolderTest {
  @TempDir private Path home;

  @Test
  void aRenamedFileKeepsItsPluginRunningAndItsKeptCopy() throws Exception {
    try (TestAgent agent = TestAgent.startWithOne(home)) {
      long id = agent.bundle("test.a").getBundleId();
      Files.move(agent.deploy.resolve("a.jar"), agent.deploy.resolve("b.jar"));
      agent.awaitRunning("b.jar", "1.0.0");
      agent.awaitGone("a.jar");
      assertThat(agent.bundle("test.a").getBundleId()).isEqualTo(id);
    }
    Files.write(home.resolve("deploy/b.jar"), new byte[] {'P', 'K', 3, 4, 0});
    try (TestAgent agent = TestAgent.start(home)) {
      agent.awaitFile("b.jar", file -> file.runningVersion().isPresent());
      assertThat(agent.value("demo_value")).contains(1.0);
    }
  }

  @Test
  void theLastGoodVersionRunsAfterARestartWithABrokenFile() throws Exception {
    try (TestAgent agent = TestAgent.startWithOne(home)) {
      agent.drop("a.jar", TestJar.plugin("test.a", "2.0.0").set("start", "throw"));
      agent.awaitRefused("a.jar", "2.0.0");
    }
    try (TestAgent agent = TestAgent.start(home)) {
      agent.awaitRefused("a.jar", "2.0.0");
      agent.awaitFile("a.jar", file -> file.runningVersion().equals(Optional.of("1.0.0")));
      assertThat(agent.value("demo_value")).contains(1.0);
    }
  }

  @Test
  void pluginsGoOnComingWhenTheDataFolderWasDeleted() throws Exception {
    try (TestAgent agent = TestAgent.startWithOne(home)) {
      deleteAll(agent.data);

      agent.drop("a.jar", TestJar.plugin("test.a", "2.0.0"));
      agent.awaitRunning("a.jar", "2.0.0");
      assertThat(agent.value("demo_value")).contains(1.0);
    }
  }

  @Test
  void startsOnADamagedDataFolder() throws Exception {
    Path kept = Files.createDirectories(home.resolve("data/kept"));
    Files.writeString(kept.resolve("index.properties"), "a.jar=\\u0000../x\n");
    Files.write(home.resolve("data/stopped-plugins"), new byte[] {(byte) 0xff, 0, 1});
    try (TestAgent agent = TestAgent.startWithOne(home)) {
      assertThat(agent.value("demo_value")).contains(1.0);
    }
  }

  @Test
  void aFileTooLargeForMemoryIsToldAndHoldsUpNobody() throws Exception {
    try (TestAgent agent = TestAgent.start(home)) {
      Path huge = agent.deploy.resolve("huge.jar");
      try (RandomAccessFile file = new RandomAccessFile(huge.toFile(), "rw")) {
        file.write(new byte[] {'P', 'K', 3, 4});
        file.setLength(3L << 30);
      }
      agent.drop("a.jar", TestJar.plugin("test.a", "1.0.0"));
      agent.awaitRunning("a.jar", "1.0.0");
      assertThat(agent.awaitState("huge.jar", FileState.INVALID).reason().orElse(""))
          .startsWith("is larger than ");
    }
  }

  @Test
  void aPipeInTheFolderHoldsUpNobody() throws Exception {
    try (TestAgent agent = TestAgent.start(home)) {
      String pipe = agent.deploy.resolve("a-pipe.jar").toString();
      assertThat(new ProcessBuilder("mkfifo", pipe).start().waitFor()).isZero();
      agent.drop("b.jar", TestJar.plugin("test.b", "1.0.0"));
      agent.awaitRunning("b.jar", "1.0.0");
      assertThat(agent.file("a-pipe.jar")).isEmpty();
    }
  }

  @Test
  void aPluginRunsOnWhileWhatItsLinkLeadsToIsAway() throws Exception {
    Path volume = Files.createDirectory(home.resolve("volume"));
    Files.write(volume.resolve("a.jar"), TestJar.plugin("test.a", "1.0.0").bytes());
    try (TestAgent agent = TestAgent.start(home)) {
      Files.createSymbolicLink(agent.deploy.resolve("a.jar"), volume.resolve("a.jar"));
      agent.awaitRunning("a.jar", "1.0.0");
      long id = agent.bundle("test.a").getBundleId();
      Files.move(volume, home.resolve("elsewhere"));
      agent.deployer().reload();
      PluginFile away = agent.file("a.jar").orElseThrow();
      assertThat(away.reason()).contains("is a link to a file that is not there now");
      assertThat(away.runningVersion()).contains("1.0.0");
      Files.move(home.resolve("elsewhere"), volume);
      agent.deployer().reload();
      agent.awaitRunning("a.jar", "1.0.0");
      assertThat(agent.bundle("test.a").getBundleId()).isEqualTo(id);
      Files.move(volume, home.resolve("elsewhere"));
    }
    try (TestAgent agent = TestAgent.start(home)) {
      agent.awaitFile("a.jar", file -> file.runningVersion().isPresent());
      Files.delete(agent.deploy.resolve("a.jar"));
      agent.awaitGone("a.jar");
      assertThat(agent.value("demo_value")).isEmpty();
    }
  }

  /** As of a disk that fails; also root meets it. */
  @Test
  void aPluginRunsOnWhileItsFileCannotBeRead() throws Exception {
    Path unreadable = Path.of("/proc/self/mem"); // At its begin nothing is mapped.
    assumeTrue(Files.exists(unreadable), "no procfs here");
    try (TestAgent agent = TestAgent.startWithOne(home)) {
      long id = agent.bundle("test.a").getBundleId();
      Path link = Files.createSymbolicLink(agent.deploy.resolve(".a.jar"), unreadable);
      Files.move(link, agent.deploy.resolve("a.jar"), StandardCopyOption.ATOMIC_MOVE);
      agent.deployer().reload();
      PluginFile file = agent.awaitState("a.jar", FileState.INVALID);
      assertThat(file.reason()).contains("cannot be read: Input/output error");
      assertThat(file.runningVersion()).contains("1.0.0");
      assertThat(agent.bundle("test.a").getBundleId()).isEqualTo(id);
    }
    try (TestAgent agent = TestAgent.start(home)) {
      agent.awaitFile("a.jar", it -> it.runningVersion().isPresent());
      assertThat(agent.value("demo_value")).contains(1.0);
      agent.run("a.jar", TestJar.plugin("test.a", "2.0.0").set("value", "2"));
      assertThat(agent.value("demo_value")).contains(2.0);
    }
  }

  @Test
  void pluginsRunOnWhileTheFolderIsAway() throws Exception {
    try (TestAgent agent = TestAgent.startWithOne(home)) {
      Files.move(agent.deploy, home.resolve("elsewhere"));
      agent.deployer().reload();
      assertThat(agent.value("demo_value")).contains(1.0);

      Files.createDirectory(agent.deploy);
      agent.drop("a.jar", TestJar.plugin("test.a", "2.0.0"));
      agent.awaitRunning("a.jar", "2.0.0");
    }
  }

  @Test
  void ofTwoFilesWithOneNameTheHigherVersionRunsAndTheOtherTakesOverWhenItGoes() throws Exception {
    try (TestAgent agent = TestAgent.start(home)) {
      agent.drop("a.jar", TestJar.plugin("test.a", "1.0.0").set("value", "1"));
      agent.awaitRunning("a.jar", "1.0.0");
      agent.drop("b.jar", TestJar.plugin("test.a", "2.0.0").set("value", "2"));
      agent.awaitRunning("b.jar", "2.0.0");
      agent.awaitState("a.jar", FileState.SHADOWED);
      agent.drop("c.jar", TestJar.plugin("test.a", "0.9.0").set("value", "3"));
      agent.awaitState("c.jar", FileState.SHADOWED);

      agent.delete("b.jar");
      agent.awaitRunning("a.jar", "1.0.0");
      agent.delete("a.jar");
      agent.awaitRunning("c.jar", "0.9.0");
      assertThat(agent.value("demo_value")).contains(3.0);
    }
  }

  private static void deleteAll(Path folder) throws IOException {
    List<Path> deepestFirst;
    try (Stream<Path> files = Files.walk(folder)) {
      deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
    }
    deepestFirst.forEach(
        file -> {
          try {
            Files.deleteIfExists(file);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }
}
