package org.metricbay.core.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FolderTrustTest {
  private static final int NOBODY = 65534;

  @TempDir private Path top;
  private final FolderTrust trust = FolderTrust.ofThisProcess();
  private final List<Path> chain = new ArrayList<>();
  private Path folder = Path.of("");

  @BeforeEach
  void makeFolders() throws IOException {
    folder = top.toRealPath();
    chain.add(folder);
    for (String name : List.of("a", "b", "deploy")) {
      folder = Files.createDirectory(folder.resolve(name));
      chain.add(folder);
    }
  }

  @Test
  void trustsWhatOnlyWeCanChange() throws IOException {
    assertThat(trust.objection(folder)).isEmpty();
    assertThat(trust.isOfTrusted(0)).isTrue();
  }

  /** Whatever one place of the path others may write to or own, and whatever way leads there. */
  @Test
  void findsTheOnePlaceThatOthersCouldChange() throws IOException {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    boolean root = Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    for (int i = 0; i < 60; i++) {
      Path place = chain.get(random.nextInt(chain.size()));
      Path link = top.resolve("link" + i);
      Path way = random.nextBoolean() ? folder : Files.createSymbolicLink(link, folder);
      boolean owner = root && random.nextBoolean();
      if (owner) {
        Files.setAttribute(place, "unix:uid", NOBODY);
      } else {
        mode(place, "rwxr-xrwx");
      }
      assertThat(trust.objection(way))
          .as("seed %d", seed)
          .get()
          .asString()
          .contains(place.equals(folder) ? way.toString() : place.toString())
          .contains("run code in the agent", owner ? "chown" : "chmod");
      if (owner) {
        Files.setAttribute(place, "unix:uid", 0);
      }
      mode(place, "rwxr-xr-x");
      assertThat(trust.objection(way)).as("seed %d", seed).isEmpty();
      Files.deleteIfExists(link);
    }
  }

  @Test
  void aStickyParentMayBeWrittenToButNotTheFolderItself() throws IOException {
    Files.setAttribute(chain.get(1), "unix:mode", 01777);
    assertThat(trust.objection(folder)).isEmpty();
    Files.setAttribute(folder, "unix:mode", 01777);
    assertThat(trust.objection(folder)).isPresent();
  }

  @Test
  void looksAtFilesByThemselves() throws IOException {
    Path file = Files.writeString(folder.resolve("x.cfg"), "");
    assertThat(trust.objectionToFile(file)).isEmpty();
    mode(file, "rw-rw-rw-");
    assertThat(trust.objectionToFile(file)).isPresent();
    mode(file, "rw-r--r--");
    assumeTrue(Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0), "not root");
    Files.setAttribute(file, "unix:uid", NOBODY);
    assertThat(trust.objectionToFile(file)).isPresent();
  }

  private static void mode(Path path, String rights) throws IOException {
    Set<PosixFilePermission> set = PosixFilePermissions.fromString(rights);
    Files.setPosixFilePermissions(path, set);
  }
}
