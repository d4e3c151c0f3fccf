package org.metricbay.core.deploy.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.metricbay.core.deploy.internal.Content.Artifact;
import org.metricbay.core.trust.FolderTrust;

/**
 * File systems that keep times in steps of a second (ext3, some NFS) or two (FAT): of several
 * contents of one size the last one counts, without anyone touching the file.
 */
@Timeout(60)
final class CoarseTimesTest {
  private static final int FILES = 20;
  private static final int WRITES = 150;
  private static final FileTime SET_BACK = FileTime.fromMillis(1_700_000_000_000L);

  @TempDir private Path folder;

  private static FileTime floor(FileTime time, int seconds) {
    return FileTime.fromMillis(Math.floorDiv(time.toMillis(), seconds * 1000L) * seconds * 1000L);
  }

  private static Fingerprint coarse(int seconds, Path file, LinkOption... options)
      throws IOException {
    Fingerprint fine = Fingerprint.of(file, options);
    return new Fingerprint(
        fine.fileKey(),
        floor(fine.modified(), seconds),
        floor(fine.changed(), seconds),
        fine.size(),
        fine.anyoneMayWrite(),
        fine.owner(),
        fine.isFile(),
        fine.isLink());
  }

  private FolderScanner scanner(int seconds) {
    FileLook.Rules rules =
        new FileLook.Rules(
            new JarReader(Set::of, Optional.empty(), 1 << 20),
            Optional.of(FolderTrust.ofThisProcess()),
            () -> {},
            (file, options) -> coarse(seconds, file, options));
    FolderScanner.Limits limits =
        new FolderScanner.Limits(Duration.ofMillis(1), Duration.ofSeconds(10));
    return new FolderScanner(folder, rules, limits);
  }

  private static byte[] jar(int digit) {
    return TestJar.bundle("a", "1.0." + digit).stored().bytes();
  }

  private static String version(SortedMap<String, Content> contents, String file) {
    Content content = contents.get(file);
    return content instanceof Artifact artifact
        ? artifact.version().toString()
        : String.valueOf(content);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void theLastContentCounts(int seconds) throws IOException {
    long seed = Long.getLong("metricbay.times.seed", System.nanoTime());
    System.out.println("-Dmetricbay.times.seed=" + seed);
    Random random = new Random(seed);
    FolderScanner scanner = scanner(seconds);
    Map<String, String> last = new HashMap<>();
    for (int i = 0; i < WRITES; i++) {
      int number = random.nextInt(FILES);
      String file = "f" + number + ".jar";
      // Some never have but broken ones before the last.
      boolean broken = number % 4 == 0 || random.nextInt(4) == 0;
      write(file, random, random.nextInt(10), broken);
      if (random.nextInt(3) == 0) {
        assertThat(scanner.scan(random.nextInt(20) == 0)).isPresent();
      }
    }
    for (int number = 0; number < FILES; number++) {
      int digit = random.nextInt(10);
      write("f" + number + ".jar", random, digit, false);
      last.put("f" + number + ".jar", "1.0." + digit);
    }
    await()
        .atMost(Duration.ofSeconds(10))
        .pollInterval(Duration.ofMillis(50))
        .untilAsserted(
            () -> {
              SortedMap<String, Content> contents = scanner.scan(false).orElseThrow();
              last.forEach(
                  (file, version) -> assertThat(version(contents, file)).isEqualTo(version));
            });
  }

  /** In place or by a rename; some set the time back, as {@code cp -p}. */
  private void write(String name, Random random, int digit, boolean broken) throws IOException {
    byte[] bytes = jar(digit);
    if (broken) {
      bytes[random.nextInt(bytes.length / 2)] ^= 1;
    }
    Path file = folder.resolve(name);
    if (random.nextBoolean()) {
      Files.write(file, bytes);
    } else {
      Path hidden = Files.write(folder.resolve("." + name), bytes);
      Files.move(hidden, file, StandardCopyOption.ATOMIC_MOVE);
    }
    if (random.nextBoolean()) {
      Files.setLastModifiedTime(file, SET_BACK);
    }
  }
}
