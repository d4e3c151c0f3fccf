package org.metricbay.core.deploy.internal;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.metricbay.core.deploy.internal.Content.Artifact;
import org.metricbay.core.deploy.internal.Content.Problem;

/**
 * Tells what each JAR in the folder holds. Reads a file only when something about it has changed.
 * For use by one thread.
 */
final class FolderScanner {

  /** What tells a file's content from another without reading it, where the system offers it. */
  private record Fingerprint(Object fileKey, Object modified, Object changed, Object size) {
    static Fingerprint of(Path file) throws IOException {
      boolean unix = file.getFileSystem().supportedFileAttributeViews().contains("unix");
      Map<String, Object> attributes = Files.readAttributes(file, unix ? "unix:*" : "basic:*");
      return new Fingerprint(
          String.valueOf(attributes.get("fileKey")),
          String.valueOf(attributes.get("lastModifiedTime")),
          String.valueOf(attributes.get("ctime")),
          String.valueOf(attributes.get("size")));
    }
  }

  private record Known(Fingerprint fingerprint, Content content, long seenAt) {}

  private final Path folder;
  private final JarReader reader;
  private final Duration quiet;
  private final Map<String, Known> known = new HashMap<>();

  /** Bytes of bundles that do not run yet; those of running ones are in the store of kept JARs. */
  private final Map<String, byte[]> fresh = new HashMap<>();

  FolderScanner(Path folder, JarReader reader, Duration quiet) {
    this.folder = folder;
    this.reader = reader;
    this.quiet = quiet;
  }

  /**
   * Looks at the folder.
   *
   * @param everything whether to read also the files that look unchanged
   * @return what each file holds, by its name; empty if the folder is not there
   */
  Optional<SortedMap<String, Content>> scan(boolean everything) {
    SortedMap<String, Content> contents = new TreeMap<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, FolderScanner::isPlugin)) {
      for (Path file : files) {
        look(file, everything).ifPresent(found -> contents.put(nameOf(file), found));
      }
    } catch (IOException e) {
      return Optional.empty();
    }
    known.keySet().retainAll(contents.keySet());
    return Optional.of(contents);
  }

  /** Editors and copy programs write under a hidden name first; those are not meant for us. */
  private static boolean isPlugin(Path file) {
    String name = nameOf(file);
    return name.endsWith(".jar") && !name.startsWith(".") && !Files.isDirectory(file);
  }

  private static String nameOf(Path file) {
    return String.valueOf(file.getFileName());
  }

  private Optional<Content> look(Path file, boolean everything) {
    String name = nameOf(file);
    try {
      Fingerprint fingerprint = Fingerprint.of(file);
      Known before = known.get(name);
      if (before == null || everything || !before.fingerprint().equals(fingerprint)) {
        before = readAgain(file, name, fingerprint, Optional.ofNullable(before));
      }
      return Optional.of(settled(before));
    } catch (IOException e) {
      // Gone between listing and reading, or not for us to read.
      return Files.exists(file)
          ? Optional.of(new Problem("cannot be read: " + e.getMessage(), false))
          : Optional.empty();
    }
  }

  private Known readAgain(Path file, String name, Fingerprint fingerprint, Optional<Known> before)
      throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    Content content = reader.read(name, bytes, Files.getLastModifiedTime(file).toMillis());
    if (content instanceof Artifact artifact) {
      fresh.put(artifact.digest(), bytes);
    }
    long seenAt =
        before
            .filter(earlier -> earlier.fingerprint().equals(fingerprint))
            .map(Known::seenAt)
            .orElseGet(System::nanoTime);
    Known now = new Known(fingerprint, content, seenAt);
    known.put(name, now);
    return now;
  }

  /** A file that stays incomplete is an error after a while. */
  private Content settled(Known file) {
    boolean quietLongEnough = System.nanoTime() - file.seenAt() >= quiet.toNanos();
    return file.content() instanceof Problem problem && problem.incomplete() && quietLongEnough
        ? new Problem(problem.reason(), false)
        : file.content();
  }

  /** The bytes of a scanned bundle, as long as {@link #release} was not called. */
  Optional<byte[]> bytes(String digest) {
    return Optional.ofNullable(fresh.get(digest));
  }

  void release(String digest) {
    fresh.remove(digest);
  }

  /** Lets go of the bytes of all bundles but these. */
  void releaseAllBut(Set<String> digests) {
    fresh.keySet().retainAll(digests);
  }
}
