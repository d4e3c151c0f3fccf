package org.metricbay.core.deploy.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.metricbay.core.deploy.internal.Content.Artifact;
import org.metricbay.core.deploy.internal.Content.Problem;
import org.metricbay.core.trust.FolderTrust;

@Timeout(30)
final class FolderScannerTest {
  @TempDir private Path home;
  private Path folder = Path.of("");

  @BeforeEach
  void makeFolder() throws IOException {
    folder = Files.createDirectory(home.resolve("deploy"));
  }

  private FolderScanner scanner(Duration quiet) {
    return new FolderScanner(folder, rules(false), limits(quiet));
  }

  private static FileLook.Rules rules(boolean sharedAllowed) {
    JarReader reader = new JarReader(Set::of, Optional.empty(), 1 << 20);
    return new FileLook.Rules(
        reader,
        sharedAllowed ? Optional.empty() : Optional.of(FolderTrust.ofThisProcess()),
        () -> {});
  }

  private static FolderScanner.Limits limits(Duration quiet) {
    return new FolderScanner.Limits(quiet, Duration.ofSeconds(10));
  }

  private static Content scan(FolderScanner scanner, String file) {
    Content content = scanner.scan(false).orElseThrow().get(file);
    return content == null ? new Problem("not listed", false) : content;
  }

  private static String version(FolderScanner scanner, String file) {
    return scan(scanner, file) instanceof Artifact artifact
        ? artifact.version().toString()
        : scan(scanner, file).toString();
  }

  @Test
  void takesOnlyVisibleRegularJarFiles() throws IOException {
    byte[] jar = TestJar.bundle("a", "1").bytes();
    for (String name : new String[] {"a.jar", ".b.jar", "c.jar.part", "d.txt", "ö ä%20?.jar"}) {
      Files.write(folder.resolve(name), jar);
    }
    Files.createDirectory(folder.resolve("e.jar"));
    Files.createSymbolicLink(folder.resolve("f.jar"), home.resolve("nowhere"));
    assertThat(scanner(Duration.ZERO).scan(false).orElseThrow())
        .containsOnlyKeys("a.jar", "f.jar", "ö ä%20?.jar")
        .containsEntry("f.jar", new Problem("is a link to a file that is not there now", false));
  }

  @Test
  void takesNoFileThatAnyoneMayWriteToUnlessAllowed() throws IOException {
    FolderScanner scanner = scanner(Duration.ZERO);
    Path file = Files.write(folder.resolve("a.jar"), TestJar.bundle("a", "1").bytes());
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
    assertThat(scan(scanner, "a.jar"))
        .isInstanceOfSatisfying(
            Problem.class, problem -> assertThat(problem.reason()).contains("'chmod o-w' it"));
    FolderScanner lenient = new FolderScanner(folder, rules(true), limits(Duration.ZERO));
    assertThat(version(lenient, "a.jar")).isEqualTo("1.0.0");

    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-r--"));
    assertThat(version(scanner, "a.jar")).isEqualTo("1.0.0");
  }

  @Test
  void seesOtherContentOfTheSameSizeAndTime() throws IOException {
    FolderScanner scanner = scanner(Duration.ZERO);
    Path file = folder.resolve("a.jar");
    FileTime time = FileTime.fromMillis(1_700_000_000_000L);
    Files.write(file, TestJar.bundle("a", "1.0.1").stored().bytes());
    Files.setLastModifiedTime(file, time);
    assertThat(version(scanner, "a.jar")).isEqualTo("1.0.1");

    byte[] other = TestJar.bundle("a", "1.0.2").stored().bytes();
    assertThat((long) other.length).isEqualTo(Files.size(file));
    Path hidden = Files.write(folder.resolve(".a"), other);
    Files.setLastModifiedTime(hidden, time);
    Files.move(hidden, file, StandardCopyOption.ATOMIC_MOVE);
    assertThat(version(scanner, "a.jar")).isEqualTo("1.0.2");
  }

  @Test
  void readsAgainWhatCouldHaveChangedWithinATickOfTheClock() throws IOException {
    Path file = folder.resolve("a.jar");
    byte[] first = TestJar.bundle("a", "1.0.1").stored().bytes();
    byte[] second = TestJar.bundle("a", "1.0.2").stored().bytes();
    Files.write(file, first);
    FolderScanner scanner = scanner(Duration.ZERO);
    // Until both writes have fallen into one tick, or the second was seen at once: then all is
    // well.
    assertThat(version(scanner, "a.jar")).isEqualTo("1.0.1");
    try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
      open.write(second);
    }
    await().atMost(Duration.ofSeconds(10)).until(() -> version(scanner, "a.jar").equals("1.0.2"));
  }

  @Test
  void followsALinkToOtherContent() throws IOException {
    Path data1 = Files.createDirectories(home.resolve("..data1"));
    Path data2 = Files.createDirectories(home.resolve("..data2"));
    Files.write(data1.resolve("a.jar"), TestJar.bundle("a", "1").bytes());
    Files.write(data2.resolve("a.jar"), TestJar.bundle("a", "2").bytes());
    Path current = Files.createSymbolicLink(home.resolve("..data"), data1);
    Files.createSymbolicLink(folder.resolve("a.jar"), current.resolve("a.jar"));
    FolderScanner scanner = scanner(Duration.ZERO);
    assertThat(version(scanner, "a.jar")).isEqualTo("1.0.0");

    Path next = Files.createSymbolicLink(home.resolve("..next"), data2);
    Files.move(next, current, StandardCopyOption.ATOMIC_MOVE);
    assertThat(version(scanner, "a.jar")).isEqualTo("2.0.0");
  }

  @Test
  void aFileThatStaysIncompleteIsAnErrorOnlyAfterAWhile() throws IOException {
    byte[] whole = TestJar.bundle("a", "1").bytes();
    Path file = folder.resolve("a.jar");
    Files.write(file, Arrays.copyOf(whole, whole.length / 2));
    assertThat(((Problem) scan(scanner(Duration.ofDays(1)), "a.jar")).incomplete()).isTrue();
    FolderScanner scanner = scanner(Duration.ofMillis(200));
    assertThat(((Problem) scan(scanner, "a.jar")).incomplete()).isTrue();
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> !((Problem) scan(scanner, "a.jar")).incomplete());

    Files.write(file, Arrays.copyOf(whole, whole.length - 5));
    assertThat(((Problem) scan(scanner, "a.jar")).incomplete()).isTrue();
    Files.write(file, whole);
    assertThat(version(scanner, "a.jar")).isEqualTo("1.0.0");
  }

  @Test
  void handsOutTheBytesOfABundleOnlyWhileTheFileHoldsIt() throws IOException {
    byte[] bytes = TestJar.bundle("a", "1").bytes();
    Files.write(folder.resolve("a.jar"), bytes);
    FolderScanner scanner = scanner(Duration.ZERO);
    Artifact artifact = (Artifact) scan(scanner, "a.jar");
    assertThat(scanner.bytes(artifact)).contains(bytes);
    Files.write(folder.resolve("a.jar"), "other".getBytes(StandardCharsets.UTF_8));
    assertThat(scanner.bytes(artifact)).isEmpty();
    Files.delete(folder.resolve("a.jar"));
    assertThat(scanner.bytes(artifact)).isEmpty();
    assertThat(scanner.scan(false).orElseThrow()).isEmpty();
  }

  @Test
  void tellsAFolderThatIsAwayFromAnEmptyOne() throws IOException {
    FolderScanner scanner = scanner(Duration.ZERO);
    assertThat(scanner.scan(false)).isPresent();
    Files.delete(folder);
    assertThat(scanner.scan(false)).isEmpty();
  }

  /** Lists nothing, as if all descriptors were taken. */
  private FolderScanner blind() {
    FolderScanner.Listing listing =
        path -> {
          throw new FileSystemException(path.toString(), null, "Too many open files");
        };
    return new FolderScanner(folder, listing, rules(false), limits(Duration.ZERO));
  }

  private SortedMap<String, Content> found(String... files) throws IOException {
    for (String file : files) {
      Files.write(folder.resolve(file), TestJar.bundle(file, "1").bytes());
    }
    return scanner(Duration.ZERO).scan(false).orElseThrow();
  }

  @Test
  void whatWasDeletedIsKnownWithoutListing() throws IOException {
    SortedMap<String, Content> before = found("a.jar", "b.jar", "c.jar");
    Files.delete(folder.resolve("b.jar"));
    Files.write(folder.resolve("c.jar"), TestJar.bundle("c", "2").bytes());
    Files.write(folder.resolve("d.jar"), TestJar.bundle("d", "1").bytes());
    assertThat(blind().scan(false)).isEmpty();
    SortedMap<String, Content> left = blind().withoutDeleted(before).orElseThrow();
    assertThat(left).containsOnlyKeys("a.jar", "c.jar");
    assertThat(left.get("c.jar")).isSameAs(before.get("c.jar"));
  }

  @Test
  void nothingIsDeletedWhileTheFolderIsAway() throws IOException {
    SortedMap<String, Content> before = found("a.jar");
    Files.move(folder, home.resolve("away"));
    assertThat(blind().withoutDeleted(before)).isEmpty();
    Files.writeString(folder, "a file in its place");
    assertThat(blind().withoutDeleted(before)).isEmpty();
  }

  @Test
  void nothingIsDeletedInAFolderThatMayNotBeRead() throws IOException {
    SortedMap<String, Content> before = found("a.jar");
    Files.delete(folder.resolve("a.jar"));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("-wx------"));
    assumeTrue(!Files.isReadable(folder), "root may read everything");
    assertThat(blind().withoutDeleted(before)).isEmpty();
  }
}
