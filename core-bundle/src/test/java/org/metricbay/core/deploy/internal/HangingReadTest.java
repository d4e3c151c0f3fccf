package org.metricbay.core.deploy.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.metricbay.core.deploy.internal.Content.Artifact;
import org.metricbay.core.deploy.internal.Content.Problem;
import org.metricbay.core.trust.FolderTrust;

/** A file, or a folder, that does not answer: here the first one that is read. */
@Timeout(60)
final class HangingReadTest {
  @TempDir private Path folder;

  private final CountDownLatch release = new CountDownLatch(1);
  private final AtomicBoolean hung = new AtomicBoolean();
  private final AtomicInteger late = new AtomicInteger();
  private Set<Thread> before = Set.of();

  @BeforeEach
  void dropTwo() throws IOException {
    before = Thread.getAllStackTraces().keySet();
    drop("a.jar", "1");
    drop("b.jar", "1");
  }

  @AfterEach
  void end() {
    release.countDown();
  }

  private void drop(String file, String version) throws IOException {
    Path hidden = folder.resolve("." + file);
    Files.write(hidden, TestJar.bundle(file, version).bytes());
    Files.move(hidden, folder.resolve(file), StandardCopyOption.ATOMIC_MOVE);
  }

  private FolderScanner scanner(Duration limit) {
    JarReader reader = new JarReader(this::namesAfterAWhile, Optional.empty(), 1 << 20);
    return new FolderScanner(
        folder,
        this::sorted,
        new FileLook.Rules(reader, Optional.of(FolderTrust.ofThisProcess()), late::incrementAndGet),
        new FolderScanner.Limits(Duration.ZERO, limit));
  }

  private List<Path> sorted(Path of) throws IOException {
    try (Stream<Path> files = Files.list(of)) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    }
  }

  /** Every file is judged by them; so the first one that is read hangs, also when interrupted. */
  private Set<String> namesAfterAWhile() {
    if (hung.compareAndSet(false, true)) {
      hang();
    }
    return Set.of();
  }

  private void hang() {
    while (release.getCount() > 0) {
      try {
        release.await();
      } catch (InterruptedException e) {
        // A dead mount does not listen either.
      }
    }
  }

  private long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !before.contains(thread))
        .filter(thread -> thread.getName().equals("metricbay-read"))
        .count();
  }

  private static SortedMap<String, Content> scan(FolderScanner scanner) {
    return scanner.scan(false).orElseThrow();
  }

  private static Artifact artifact(FolderScanner scanner, String file) {
    return (Artifact) Objects.requireNonNull(scan(scanner).get(file));
  }

  private static Problem problem(FolderScanner scanner, String file) {
    return (Problem) Objects.requireNonNull(scan(scanner).get(file));
  }

  @Test
  void costsItsOwnFileOnlyAndOneThread() {
    FolderScanner scanner = scanner(Duration.ofMillis(300));
    SortedMap<String, Content> first = scan(scanner);
    assertThat(first.get("b.jar")).isInstanceOf(Artifact.class);
    await().until(() -> !problem(scanner, "a.jar").incomplete());
    assertThat(problem(scanner, "a.jar").reason())
        .startsWith("cannot be read: that took longer than 0.3 s; ")
        .contains("deploy.read-timeout");
    for (int i = 0; i < 100; i++) {
      assertThat(scanner.scan(i % 2 == 0).orElseThrow().get("b.jar")).isInstanceOf(Artifact.class);
    }
    await().until(() -> threads() == 1);
  }

  @Test
  void isNotReadAgainAfterItTookTooLongUntilItChanges() throws IOException {
    FolderScanner scanner = scanner(Duration.ZERO);
    assertThat(problem(scanner, "a.jar").incomplete()).isFalse();
    release.countDown();
    await().until(() -> late.get() == 1);
    assertThat(problem(scanner, "a.jar").reason()).startsWith("cannot be read: that took longer");
    assertThat(problem(scanner, "a.jar").reason()).startsWith("cannot be read: that took longer");
    drop("a.jar", "2");
    assertThat(scan(scanner).get("a.jar")).isInstanceOf(Artifact.class);
  }

  @Test
  void isTakenInTheEndIfItWasOnlySlow() throws IOException {
    FolderScanner scanner = scanner(Duration.ofMinutes(1));
    assertThat(problem(scanner, "a.jar")).isEqualTo(new Problem("is still being read", true));
    assertThat(late).hasValue(0);
    release.countDown();
    await().until(() -> late.get() == 1);
    Artifact artifact = artifact(scanner, "a.jar");
    byte[] bytes = Files.readAllBytes(folder.resolve("a.jar"));
    assertThat(scanner.bytes(artifact)).contains(bytes);
  }

  @Test
  void aDeletedFileIsGoneThoughItsReadingHangs() throws IOException {
    FolderScanner scanner = scanner(Duration.ofMinutes(1));
    assertThat(scan(scanner)).containsOnlyKeys("a.jar", "b.jar");
    Files.delete(folder.resolve("a.jar"));
    assertThat(scan(scanner)).containsOnlyKeys("b.jar");
  }

  @Test
  void anotherFileInItsPlaceIsRead() throws IOException {
    FolderScanner scanner = scanner(Duration.ofMinutes(1));
    assertThat(problem(scanner, "a.jar").incomplete()).isTrue();
    drop("a.jar", "2");
    assertThat(artifact(scanner, "a.jar").version().toString()).isEqualTo("2.0.0");
    release.countDown();
    await().until(() -> late.get() == 1);
    assertThat(artifact(scanner, "a.jar").version().toString()).isEqualTo("2.0.0");
  }

  @Test
  void aFolderThatDoesNotAnswerIsAway() {
    AtomicInteger listings = new AtomicInteger();
    FolderScanner.Listing listing =
        of -> {
          listings.incrementAndGet();
          hang();
          return sorted(of);
        };
    FolderScanner scanner = scanner(listing);
    for (int i = 0; i < 20; i++) {
      assertThat(scanner.scan(false)).isEmpty();
      assertThat(scanner.withoutDeleted(new TreeMap<>())).isEmpty();
    }
    assertThat(listings).hasValue(1);
    release.countDown();
    await().until(() -> scanner.scan(false).isPresent());
  }

  private FolderScanner scanner(FolderScanner.Listing listing) {
    JarReader reader = new JarReader(Set::of, Optional.empty(), 1 << 20);
    return new FolderScanner(
        folder,
        listing,
        new FileLook.Rules(reader, Optional.of(FolderTrust.ofThisProcess()), late::incrementAndGet),
        new FolderScanner.Limits(Duration.ZERO, Duration.ofSeconds(1)));
  }

  @Test
  void aListingForWhichThereIsNoMemoryIsTriedAgainAtTheNextLook() {
    AtomicInteger listings = new AtomicInteger();
    FolderScanner scanner =
        scanner(
            of -> {
              if (listings.incrementAndGet() == 1) {
                throw new OutOfMemoryError("made up");
              }
              return sorted(of);
            });
    release.countDown();
    assertThat(scanner.scan(false)).isEmpty();
    assertThat(scanner.scan(false)).isPresent();
  }
}
