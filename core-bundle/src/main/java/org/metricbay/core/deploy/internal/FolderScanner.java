package org.metricbay.core.deploy.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.metricbay.core.collect.internal.Problems;
import org.metricbay.core.deploy.internal.Content.Artifact;
import org.metricbay.core.deploy.internal.Content.Problem;
import org.metricbay.core.trust.FolderTrust;

/**
 * Tells what each JAR in the folder holds. Reads a file only when something about it has changed.
 * For use by one thread.
 */
final class FolderScanner {

  private static final int OTHERS_WRITE = 0002;

  private static final long COARSEST_CLOCK_NANOS = 100_000_000;

  /** A JAR is held in memory while it is judged and installed, beside all else. */
  private static final long LARGEST = Math.min(Runtime.getRuntime().maxMemory() / 4, 1 << 30);

  /** What tells a file's content from another without reading it, where the system offers it. */
  private record Fingerprint(
      String fileKey,
      String modified,
      String changed,
      long size,
      boolean anyoneMayWrite,
      int owner) {
    /** One by one: with all of them would come the owner, whose name is looked up in two files. */
    private static final String ON_UNIX = "unix:fileKey,lastModifiedTime,ctime,size,mode,uid";

    /** Written out, as the JVM takes milliseconds for making a record's own comparison. */
    boolean isSameAs(Fingerprint other) {
      return size == other.size
          && anyoneMayWrite == other.anyoneMayWrite
          && owner == other.owner
          && fileKey.equals(other.fileKey)
          && modified.equals(other.modified)
          && changed.equals(other.changed);
    }

    static Fingerprint of(Path file) throws IOException {
      boolean unix = file.getFileSystem().supportedFileAttributeViews().contains("unix");
      Map<String, Object> attributes = Files.readAttributes(file, unix ? ON_UNIX : "basic:*");
      return new Fingerprint(
          String.valueOf(attributes.get("fileKey")),
          String.valueOf(attributes.get("lastModifiedTime")),
          String.valueOf(attributes.get("ctime")),
          ((Number) attributes.getOrDefault("size", 0L)).longValue(),
          (((Number) attributes.getOrDefault("mode", 0)).intValue() & OTHERS_WRITE) != 0,
          ((Number) attributes.getOrDefault("uid", 0)).intValue());
    }
  }

  /**
   * What is known of a file.
   *
   * @param seenAt when it was first seen with this fingerprint
   * @param readAt when it was last read
   */
  private record Known(Fingerprint fingerprint, Content content, long seenAt, long readAt) {

    /**
     * Whether it was read so soon after a change that a later one could have left the same
     * fingerprint, as the clock of the file system may be coarse.
     */
    boolean mayHaveChangedSince() {
      return readAt - seenAt < COARSEST_CLOCK_NANOS
          && System.nanoTime() - seenAt >= COARSEST_CLOCK_NANOS;
    }
  }

  /** Finds the plugins in a folder. */
  @FunctionalInterface
  interface Listing {
    List<Path> of(Path folder) throws IOException;
  }

  private final Path folder;
  private final Listing listing;
  private final JarReader reader;
  private final Duration quiet;
  private final boolean sharedAllowed;
  private final FolderTrust trust = FolderTrust.ofThisProcess();
  private final Map<String, Known> known = new HashMap<>();
  private BooleanSupplier trusted = () -> true;
  private Optional<SortedMap<String, Content>> last = Optional.empty();

  /**
   * Has read nothing yet.
   *
   * @param quiet how long a file must lie unchanged before being incomplete counts as an error
   * @param sharedAllowed whether files may be run that anyone may write to
   */
  FolderScanner(Path folder, JarReader reader, Duration quiet, boolean sharedAllowed) {
    this(folder, FolderScanner::plugins, reader, quiet, sharedAllowed);
  }

  FolderScanner(
      Path folder, Listing listing, JarReader reader, Duration quiet, boolean sharedAllowed) {
    this.folder = folder;
    this.listing = listing;
    this.reader = reader;
    this.quiet = quiet;
    this.sharedAllowed = sharedAllowed;
  }

  /** While others could change the folder, it is to be as it was before. */
  FolderScanner onlyWhile(BooleanSupplier condition) {
    trusted = condition;
    return this;
  }

  /**
   * Looks at the folder.
   *
   * @param everything whether to read also the files that look unchanged
   * @return what each file holds, by its name; empty if the folder is not there or cannot be listed
   */
  Optional<SortedMap<String, Content>> scan(boolean everything) {
    if (!trusted.getAsBoolean()) {
      return last;
    }
    last = look(everything);
    return last;
  }

  private Optional<SortedMap<String, Content>> look(boolean everything) {
    SortedMap<String, Content> contents = new TreeMap<>();
    try {
      for (Path file : listing.of(folder)) {
        look(file, everything).ifPresent(found -> contents.put(nameOf(file), found));
      }
    } catch (IOException e) {
      return Optional.empty();
    }
    known.keySet().retainAll(contents.keySet());
    return Optional.of(contents);
  }

  /**
   * What is left of what was found before, for when the folder cannot be listed: a process without
   * a free descriptor can still ask whether a path is there, and so be rid of the plugin that took
   * them all.
   *
   * @return the same but for the files that were deleted; empty if the folder is not there, may not
   *     be listed, or was replaced meanwhile
   */
  Optional<SortedMap<String, Content>> withoutDeleted(SortedMap<String, Content> before) {
    Optional<Object> identity = identity();
    SortedMap<String, Content> left = new TreeMap<>(before);
    left.keySet().removeIf(file -> Files.notExists(folder.resolve(file)));
    if (identity.isEmpty() || !identity.equals(identity())) {
      return Optional.empty();
    }
    known.keySet().retainAll(left.keySet());
    return Optional.of(left);
  }

  /** What tells the folder from another in its place; empty if it is not there for us to list. */
  private Optional<Object> identity() {
    try {
      BasicFileAttributes attributes = Files.readAttributes(folder, BasicFileAttributes.class);
      boolean listable = Files.isReadable(folder) && Files.isExecutable(folder);
      return listable ? Optional.ofNullable(attributes.fileKey()) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static List<Path> plugins(Path folder) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, FolderScanner::isPlugin)) {
      List<Path> found = new ArrayList<>();
      files.forEach(found::add);
      return found;
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  /**
   * Editors and copy programs write under a hidden name first; those are not meant for us. Reading
   * what is no regular file, such as a pipe, could take for ever.
   */
  private static boolean isPlugin(Path file) {
    String name = nameOf(file);
    return name.endsWith(".jar") && !name.startsWith(".") && Files.isRegularFile(file);
  }

  private static String nameOf(Path file) {
    return String.valueOf(file.getFileName());
  }

  private Optional<Content> look(Path file, boolean everything) {
    String name = nameOf(file);
    try {
      Fingerprint fingerprint = Fingerprint.of(file);
      if (fingerprint.size() > LARGEST) {
        return Optional.of(tooLarge());
      }
      if (fingerprint.anyoneMayWrite() && !sharedAllowed) {
        return Optional.of(anyoneMayWrite());
      }
      if (!sharedAllowed && !trust.isOfTrusted(fingerprint.owner())) {
        return Optional.of(belongsToAnother(fingerprint.owner()));
      }
      Known before = known.get(name);
      if (before == null
          || everything
          || !before.fingerprint().isSameAs(fingerprint)
          || before.mayHaveChangedSince()) {
        before = readAgain(file, name, fingerprint, Optional.ofNullable(before));
      }
      return Optional.of(settled(before));
    } catch (IOException e) {
      // Gone between listing and reading, or not for us to read.
      return Files.exists(file)
          ? Optional.of(new Problem("cannot be read: " + Problems.describe(e), false))
          : Optional.empty();
    }
  }

  private static Problem tooLarge() {
    return new Problem(
        "is larger than "
            + LARGEST / (1 << 20)
            + " MB, the most that fits in this agent's memory: raise the JVM's -Xmx",
        false);
  }

  /** As the folder is checked at the start, but a file may come later. */
  private static Problem anyoneMayWrite() {
    return new Problem(
        "may be changed by anyone, who could so run code in the agent: 'chmod o-w' it, or start"
            + " the agent with --allow-shared-deploy",
        false);
  }

  private static Problem belongsToAnother(int owner) {
    return new Problem(
        "belongs to user "
            + owner
            + ", who could so run code in the agent: 'chown' it to root or the agent's user, or"
            + " start the agent with --allow-shared-deploy",
        false);
  }

  private Known readAgain(Path file, String name, Fingerprint fingerprint, Optional<Known> before)
      throws IOException {
    byte[] bytes = bytesOf(file);
    Content content = reader.read(name, bytes, Files.getLastModifiedTime(file).toMillis());
    long seenAt =
        before
            .filter(earlier -> earlier.fingerprint().isSameAs(fingerprint))
            .map(Known::seenAt)
            .orElseGet(System::nanoTime);
    Known now = new Known(fingerprint, content, seenAt, System.nanoTime());
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

  /** The bytes of a scanned bundle, if they still lie in its file. */
  Optional<byte[]> bytes(Artifact artifact) {
    try {
      byte[] bytes = bytesOf(folder.resolve(artifact.file()));
      return JarReader.digest(bytes).equals(artifact.digest())
          ? Optional.of(bytes)
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static byte[] bytesOf(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes((int) LARGEST);
    }
  }
}
