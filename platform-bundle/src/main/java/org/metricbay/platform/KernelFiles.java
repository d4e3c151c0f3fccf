package org.metricbay.platform;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The trees in which a Linux kernel shows its state. A service on Linux. The roots can be set by
 * {@code --procfs}, {@code --sysfs}, {@code --udevdata} and {@code --rootfs}, so that a container
 * sees its host, and a test its fixtures. For use by any thread.
 */
@ProviderType
public final class KernelFiles {
  private static final OpenFiles.Reading<String> TEXT = (in, bytes) -> bytes.readAll(in).text();
  private static final OpenFiles.Reading<FieldReader> FIELDS =
      (in, bytes) -> bytes.readAll(in).fields();
  private static final OpenFiles.Reading<FieldReader> RECORDS =
      (in, bytes) -> bytes.readRecords(in).fields();

  private final Path procfs;
  private final Path sysfs;
  private final Path udevData;
  private final Path rootfs;
  private final OpenFiles open;
  private final Map<String, Path> proc = new ConcurrentHashMap<>();
  private final Map<String, Path> sys = new ConcurrentHashMap<>();

  /**
   * These trees.
   *
   * @param procfs in place of {@code /proc}
   * @param sysfs in place of {@code /sys}
   * @param udevData in place of {@code /run/udev/data}
   * @param rootfs in place of {@code /}
   * @param open reads their files, and belongs to whoever made it
   */
  public KernelFiles(Path procfs, Path sysfs, Path udevData, Path rootfs, OpenFiles open) {
    this.procfs = procfs;
    this.sysfs = sysfs;
    this.udevData = udevData;
    this.rootfs = rootfs;
    this.open = open;
  }

  /** These trees, of whose files none stays open. */
  public KernelFiles(Path procfs, Path sysfs, Path udevData, Path rootfs) {
    this(procfs, sysfs, udevData, rootfs, new OpenFiles());
  }

  /** The kernel's default places. */
  public static KernelFiles ofThisHost() {
    return ofThisHost(new OpenFiles());
  }

  /** The kernel's default places, read by what the caller owns. */
  public static KernelFiles ofThisHost(OpenFiles open) {
    return new KernelFiles(
        Path.of("/proc"), Path.of("/sys"), Path.of("/run/udev/data"), Path.of("/"), open);
  }

  /**
   * A path in what stands for {@code /proc}: the same object each time, which is made and found
   * sooner than a new one. For paths that stand in the code, or of which there are no more than
   * CPUs: each is kept.
   */
  public Path proc(String path) {
    return path(proc, procfs, path);
  }

  /** The same for {@code /sys}. */
  public Path sys(String path) {
    return path(sys, sysfs, path);
  }

  private static Path path(Map<String, Path> known, Path root, String path) {
    Path found = known.get(path);
    return found != null ? found : known.computeIfAbsent(path, root::resolve);
  }

  /** What stands for {@code /proc}. */
  public Path procfs() {
    return procfs;
  }

  /** What stands for {@code /sys}. */
  public Path sysfs() {
    return sysfs;
  }

  /** What stands for {@code /run/udev/data}. */
  public Path udevData() {
    return udevData;
  }

  /** What stands for {@code /}. */
  public Path rootfs() {
    return rootfs;
  }

  /**
   * Reads a whole text file, which may report its size as 0, as files in procfs do.
   *
   * @throws IOException if it cannot be read or holds more than 4 MiB
   */
  public String read(Path file) throws IOException {
    return there(file, whole(file, TEXT));
  }

  /**
   * Reads a whole text file that may be missing, as {@link #read} does.
   *
   * @return the text; empty if the file is missing or may not be opened
   * @throws IOException if it cannot be read or holds more than 4 MiB
   */
  public Optional<String> find(Path file) throws IOException {
    return found(file, TEXT);
  }

  /**
   * Reads a whole text file as {@link #read} does, for walking through it: the quicker way where
   * the text is not wanted as such.
   *
   * @throws IOException if it cannot be read or holds more than 4 MiB
   */
  public FieldReader fields(Path file) throws IOException {
    return there(file, whole(file, FIELDS));
  }

  /**
   * Reads a whole text file that need not be there, as {@link #fields} does.
   *
   * @return where to begin; empty if the file is missing or may not be opened
   * @throws IOException if it cannot be read or holds more than 4 MiB
   */
  public Optional<FieldReader> findFields(Path file) throws IOException {
    return found(file, FIELDS);
  }

  /**
   * Reads a whole text file as {@link #fields} does, but treats a short read as the end of the
   * file, which saves a system call. Only for files without a record of more than 500 bytes; a
   * record is what the kernel writes in one piece, usually a line. Where it is the whole file it
   * may be longer.
   *
   * @throws IOException if it cannot be read or holds more than 4 MiB
   */
  public FieldReader records(Path file) throws IOException {
    return there(file, whole(file, RECORDS));
  }

  /**
   * Reads as {@link #records(Path)} does, or reuses what another reader got from this file less
   * than 100 ms ago, so that two collectors of one scrape share a reading. Each reading is shared
   * once.
   *
   * @param reader who reads, by a name that no other reader of the file has
   * @throws IOException if it cannot be read or holds more than 4 MiB
   */
  public FieldReader records(Path file, String reader) throws IOException {
    try {
      return there(file, open.share(file, reader, RECORDS));
    } catch (FileBytes.TooLargeException e) {
      throw tooLarge(file, e);
    }
  }

  /**
   * Reads a whole text file that need not be there, as {@link #records(Path)} does.
   *
   * @return where to begin; empty if the file is missing or may not be opened
   * @throws IOException if it cannot be read or holds more than 4 MiB
   */
  public Optional<FieldReader> findRecords(Path file) throws IOException {
    return found(file, RECORDS);
  }

  /**
   * Reads a table, however long it is.
   *
   * @param user takes its lines while they are read; reads no other file of the same name
   * @throws IOException if it cannot be read, or is none
   */
  public <T> T table(Path file, KernelTable table, LinesUser<T> user) throws IOException {
    return there(file, pieces(file, table, user));
  }

  /**
   * Reads a table that need not be there, as {@link #table} does.
   *
   * @return what comes of it; empty if the file is not there or may not be opened
   * @throws IOException if it cannot be read, or is none
   */
  public <T> Optional<T> findTable(Path file, KernelTable table, LinesUser<T> user)
      throws IOException {
    try {
      return Optional.ofNullable(pieces(file, table, user));
    } catch (FileNotFoundException absent) {
      return Optional.empty();
    }
  }

  private <T> @Nullable T pieces(Path file, KernelTable table, LinesUser<T> user)
      throws IOException {
    try {
      return whole(file, (in, unused) -> user.use(new FieldReader(new FilePieces(in, table))));
    } catch (UncheckedIOException e) {
      throw new IOException(file + " " + Objects.requireNonNull(e.getCause()).getMessage(), e);
    }
  }

  /** Takes lines while they are read. */
  @FunctionalInterface
  public interface LinesUser<T> {
    /** What comes of the lines. */
    T use(FieldReader lines);
  }

  /**
   * Reads a small file that the kernel writes in one piece, which may have several lines.
   *
   * @return the text; empty if the file is not there or cannot be read
   */
  public Optional<String> record(Path file) {
    String text = attribute(file, (in, bytes) -> bytes.readOneRecord(in).text());
    return Optional.ofNullable(text);
  }

  /** Whether {@code /proc} and the root are the ones that this process has itself. */
  boolean isThisHost() {
    return procfs.equals(Path.of("/proc")) && rootfs.equals(Path.of("/"));
  }

  /** Whether a file is the kernel's own, and not a copy of it in a fixture. */
  boolean areOwn(Path file) {
    return open.lasts(file);
  }

  private static <T> T there(Path file, @Nullable T content) throws IOException {
    if (content == null) {
      throw new FileNotFoundException(file + " is not there");
    }
    return content;
  }

  private <T> Optional<T> found(Path file, OpenFiles.Reading<T> reading) throws IOException {
    try {
      return Optional.ofNullable(whole(file, reading));
    } catch (FileNotFoundException absent) {
      return Optional.empty();
    }
  }

  private <T> @Nullable T whole(Path file, OpenFiles.Reading<T> reading) throws IOException {
    try {
      return open.read(file, reading);
    } catch (FileBytes.TooLargeException e) {
      throw tooLarge(file, e);
    }
  }

  private static IOException tooLarge(Path file, FileBytes.TooLargeException e) {
    return new IOException(file + " " + e.getMessage(), e);
  }

  /**
   * Reads the first line, without blanks around it, of a file that need not be there: an attribute
   * in sysfs.
   *
   * @return the line; empty if the file is missing, cannot be read, or has no text
   */
  public Optional<String> line(Path file) {
    Optional<String> line = attribute(file, (in, bytes) -> bytes.readLine(in).line());
    return line == null ? Optional.empty() : line;
  }

  /**
   * Reads an attribute that is an unsigned number.
   *
   * @return the number; empty if the file is missing, cannot be read, or holds anything else
   */
  public OptionalDouble number(Path file) {
    OptionalDouble number = attribute(file, (in, bytes) -> bytes.readLine(in).number());
    return number == null ? OptionalDouble.empty() : number;
  }

  private <T> @Nullable T attribute(Path file, OpenFiles.Reading<T> reading) {
    try {
      return open.read(file, reading);
    } catch (IOException absent) {
      return null;
    }
  }

  /**
   * The names in a folder, sorted; empty if it is not there or cannot be read. What is no UTF-8 in
   * them is U+FFFD: {@link #in} knows the way back.
   */
  public List<String> list(Path folder) {
    return RawPaths.list(folder);
  }

  /** What has this name in a folder, which need not be there; the name may be no UTF-8. */
  public Path in(Path folder, String name) {
    return RawPaths.in(folder, name);
  }
}
