package org.metricbay.core.deploy.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.metricbay.core.deploy.FileState;
import org.metricbay.core.deploy.PluginFile;

/** Files whose names are any bytes, in whatever locale this runs. */
@Timeout(120)
final class OddNamesTest {
  private static final byte[] FAVOURITES = {
    '\n',
    '\r',
    0x1b,
    '\\',
    '"',
    '%',
    '#',
    '?',
    ' ',
    '[',
    (byte) 0xc3,
    (byte) 0xbc,
    (byte) 0x9b,
    -1,
    -2
  };

  @TempDir private Path home;

  /** Writes a file whose name is these bytes; false if there is one already. */
  private static boolean write(Path folder, byte[] name, byte[] content) throws IOException {
    Path file =
        Path.of(URI.create(folder.toUri() + HexFormat.of().withPrefix("%").formatHex(name)));
    if (Files.exists(file)) {
      return false;
    }
    try {
      Files.write(file, content);
      return true;
    } catch (FileSystemException e) {
      return false; // A name that this file system does not take.
    }
  }

  private static byte[] jarName(Random random) {
    byte[] name = new byte[1 + random.nextInt(8) + 4];
    for (int i = 0; i < name.length - 4; i++) {
      int any = random.nextInt(256);
      byte one = random.nextBoolean() ? FAVOURITES[random.nextInt(FAVOURITES.length)] : (byte) any;
      name[i] = one == 0 || one == '/' || (i == 0 && one == '.') ? (byte) 'n' : one;
    }
    System.arraycopy(new byte[] {'.', 'j', 'a', 'r'}, 0, name, name.length - 4, 4);
    return name;
  }

  @Test
  void aHealthyPluginRunsWhateverNamesLieBesideItAndTheyAreToldApart() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    System.out.println("seed " + seed);
    try (TestAgent agent = TestAgent.start(home, "metricbay.deploy.quiet", "0.1")) {
      int healthy = 0;
      int broken = 0;
      for (int i = 0; i < 40; i++) {
        boolean good = random.nextInt(4) == 0;
        byte[] content =
            good ? TestJar.bundle("test.odd" + i, "1.0.0").bytes() : new byte[] {'P', 'K', 3, 4, 0};
        if (write(agent.deploy, jarName(random), content)) {
          healthy += good ? 1 : 0;
          broken += good ? 0 : 1;
        }
      }
      agent.drop("healthy.jar", TestJar.plugin("test.healthy", "1.0.0"));
      // Longer than usual, as forty files are read before.
      await()
          .atMost(TestAgent.LIMIT.multipliedBy(3))
          .until(
              () -> agent.file("healthy.jar"),
              file -> file.map(PluginFile::state).equals(Optional.of(FileState.RUNNING)));
      agent.deployer().reload();
      assertThat(agent.value("demo_value")).contains(1.0);

      List<PluginFile> files = agent.deployer().files();
      assertThat(files).as("seed %d", seed).hasSize(healthy + broken + 1);
      assertThat(files)
          .as("seed %d", seed)
          .allSatisfy(
              file ->
                  assertThat(file.file()).doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]"));
      await().atMost(TestAgent.LIMIT).until(() -> count(agent, FileState.INCOMPLETE) == 0);
      assertThat(count(agent, FileState.RUNNING)).as("seed %d", seed).isEqualTo(healthy + 1);
      assertThat(count(agent, FileState.INVALID)).as("seed %d", seed).isEqualTo(broken);
      assertThat(agent.deployer().files())
          .filteredOn(file -> file.state() == FileState.INVALID)
          .allSatisfy(file -> assertThat(file.reason()).isPresent());
    }
  }

  private static long count(TestAgent agent, FileState state) {
    return agent.deployer().files().stream().filter(file -> file.state() == state).count();
  }

  @Test
  void aPluginInAFileWithAnOddNameIsUpgradedRunsAfterARestartAndGoes() throws Exception {
    byte[] name = {-1, -2, '\n', '.', 'j', 'a', 'r'};
    String shown = "\\xff\\xfe\\x0a.jar";
    Path deploy = home.resolve("deploy");
    Path file =
        Path.of(URI.create(deploy.toUri() + "/" + HexFormat.of().withPrefix("%").formatHex(name)));
    try (TestAgent agent = TestAgent.start(home)) {
      Files.write(file, TestJar.plugin("test.odd", "1.0.0").bytes());
      agent.awaitRunning(shown, "1.0.0");
      Path hidden =
          Files.write(deploy.resolve(".new"), TestJar.plugin("test.odd", "1.1.0").bytes());
      Files.move(hidden, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
      agent.awaitRunning(shown, "1.1.0");
      assertThat(agent.deployer().reload().isGood()).isTrue();
    }
    Files.write(file, new byte[] {'P', 'K', 3, 4, 0});
    try (TestAgent agent = TestAgent.start(home)) {
      agent.awaitFile(shown, it -> it.runningVersion().isPresent());
      assertThat(agent.value("demo_value")).contains(1.0);
      Files.delete(file);
      agent.awaitGone(shown);
    }
  }
}
