package org.metricbay.core.deploy.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.metricbay.core.deploy.internal.Content.Artifact;
import org.metricbay.core.trust.FolderTrust;

/** No file is ignored without a word, and none that is gone soon with one. */
@Timeout(60)
final class IgnoredFilesTest {
  /** How programs call what becomes a file later, or lies beside it while they are at work. */
  private static final List<UnaryOperator<String>> TRANSIENT =
      List.of(
          name -> "." + name + ".AbC123", // rsync
          name -> "." + name, // a careful script
          name -> "." + name + ".swp", // vim
          name -> ".#" + name, // Emacs
          name -> "#" + name + "#",
          name -> ".goutputstream-X7Q1Y2", // GNOME
          name -> ".nfs000000000012", // NFS
          name -> name + "~",
          name -> name + ".part", // curl scripts, KDE
          name -> name + ".filepart", // WinSCP
          name -> name + ".crdownload",
          name -> name + ".tmp",
          name -> name + ".dpkg-new",
          name -> name + ";5f3e1a2b", // RPM
          name -> "4913", // vim tries whether it may write
          name -> "tmp1a2b");

  @TempDir private Path folder;

  private FolderScanner scanner(Duration aside) {
    FileLook.Rules rules =
        new FileLook.Rules(
            new JarReader(Set::of, Optional.empty(), 1 << 20),
            Optional.of(FolderTrust.ofThisProcess()),
            () -> {});
    FolderScanner.Limits limits =
        new FolderScanner.Limits(Duration.ZERO, Duration.ofSeconds(10), aside);
    return new FolderScanner(folder, rules, limits);
  }

  private static SortedMap<String, Content> look(FolderScanner scanner) {
    return scanner.scan(false).orElseThrow();
  }

  private Path write(String name) throws IOException {
    return Files.write(folder.resolve(name), TestJar.bundle("a", "1").bytes());
  }

  @Test
  void whatStaysIsToldOfOnce() throws Exception {
    List<String> files =
        List.of("notes.txt", "a.JAR", "a.jar.bak", "a.zip", "jar", ".hidden.jar", ".keep");
    for (String file : files) {
      write(file);
    }
    Files.createDirectory(folder.resolve("folder"));
    Files.createDirectory(folder.resolve("folder.jar"));
    try (LogLines log = new LogLines();
        FolderScanner scanner = scanner(Duration.ZERO)) {
      assertThat(look(scanner)).isEmpty();
      assertThat(log.with("left aside")).isEmpty();
      for (int i = 0; i < 5; i++) {
        assertThat(look(scanner)).isEmpty();
      }
      for (String file : files) {
        String why =
            file.startsWith(".")
                ? "is hidden, as its name begins with a dot"
                : "does not end in .jar";
        assertThat(log.with(" " + file + ": "))
            .containsExactly("INFO " + file + ": left aside: it " + why);
      }
      assertThat(log.with(" folder: ")).hasSize(1);
      assertThat(log.with(" folder.jar: "))
          .containsExactly(
              "INFO folder.jar: left aside: it is no file, but a folder, a pipe or a device");

      Files.delete(folder.resolve("notes.txt"));
      look(scanner);
      write("notes.txt");
      look(scanner);
      assertThat(log.with(" notes.txt: ")).hasSize(1);
      look(scanner);
      assertThat(log.with(" notes.txt: ")).as("another of that name").hasSize(2);
    }
  }

  @Test
  void whatProgramsWriteUnderAnotherNameFirstIsNotToldOf() throws Exception {
    long seed = Long.getLong("metricbay.names.seed", System.nanoTime());
    System.out.println("-Dmetricbay.names.seed=" + seed);
    Random random = new Random(seed);
    try (LogLines log = new LogLines();
        FolderScanner scanner = scanner(Duration.ZERO)) {
      for (int i = 0; i < 200; i++) {
        String name = "p" + random.nextInt(5) + ".jar";
        Path written = write(TRANSIENT.get(random.nextInt(TRANSIENT.size())).apply(name));
        if (random.nextInt(4) != 0) {
          look(scanner);
        }
        if (random.nextInt(3) == 0) {
          Files.delete(written);
          look(scanner);
        } else {
          Files.move(written, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
          assertThat(look(scanner).get(name)).isInstanceOf(Artifact.class);
        }
      }
      assertThat(log.with("left aside")).isEmpty();
    }
  }

  @Test
  void whatIsNotThereForLongIsNotToldOfHoweverOftenItIsSeen() throws Exception {
    write("a.jar.part");
    try (LogLines log = new LogLines();
        FolderScanner scanner = scanner(Duration.ofDays(1))) {
      for (int i = 0; i < 100; i++) {
        look(scanner);
      }
      assertThat(log.with("left aside")).isEmpty();
    }
  }

  @Test
  void whatContainersKeepForThemselvesIsNotToldOf() throws Exception {
    Path version = Files.createDirectory(folder.resolve("..2026_11_30"));
    Files.createSymbolicLink(folder.resolve("..data"), version);
    Files.write(version.resolve("a.jar"), TestJar.bundle("a", "1").bytes());
    Files.createSymbolicLink(folder.resolve("a.jar"), Path.of("..data/a.jar"));
    try (LogLines log = new LogLines();
        FolderScanner scanner = scanner(Duration.ZERO)) {
      look(scanner);
      assertThat(look(scanner)).containsOnlyKeys("a.jar");
      assertThat(log.with("left aside")).isEmpty();
    }
  }

  @Test
  void theAgentTellsOfItWithoutAnyChange(@TempDir Path home) throws Exception {
    try (LogLines log = new LogLines();
        TestAgent agent = TestAgent.start(home)) {
      Files.writeString(agent.deploy.resolve("a.jar.bak"), "backup");
      agent.run("a.jar", TestJar.plugin("test.a", "1.0.0"));
      await().atMost(TestAgent.LIMIT).until(() -> !log.with("left aside").isEmpty());
      agent.deployer().reload();
      assertThat(log.with("left aside"))
          .containsExactly("INFO a.jar.bak: left aside: it does not end in .jar");
    }
  }
}
