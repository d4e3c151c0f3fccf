package org.metricbay.platform;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Keeps files of procfs and sysfs open, as the kernel writes them again each time they are read
 * from their start, and opening one takes several times as long as reading it. Other files are
 * opened each time, as they may be replaced. For use by any thread.
 */
@ProviderType
public final class OpenFiles implements AutoCloseable {
  private static final int MOST_OPEN = 1000;

  /** More than are open, as missing files are cached too. */
  private static final int MOST_KNOWN = 4 * MOST_OPEN;

  private static final Path LIMITS = Path.of("/proc/self/limits");

  /** Files that nobody has read for so long are probably those of a device that has gone. */
  private static final long UNUSED_NANOS = TimeUnit.MINUTES.toNanos(10);

  private static final Set<String> KERNELS_OWN = Set.of("proc", "sysfs");

  private final List<Path> roots;
  private final Semaphore places;
  private final Map<Path, KeptFile> files = new ConcurrentHashMap<>();
  private final Map<Path, KeptFolder> folders = new ConcurrentHashMap<>();
  private final AtomicLong tidiedAt = new AtomicLong(System.nanoTime());
  private volatile boolean closed;

  /**
   * Keeps files open that lie in any of these folders, as far as they are procfs or sysfs indeed,
   * but no more than a quarter of what the process may have open.
   */
  public OpenFiles(Path... roots) {
    this(LIMITS, roots);
  }

  OpenFiles(Path limits, Path[] roots) {
    this.roots = List.of(roots).stream().filter(OpenFiles::isKernelsOwn).toList();
    this.places =
        new Semaphore(this.roots.isEmpty() ? 0 : DescriptorLimit.share(limits, MOST_OPEN));
  }

  private static boolean isKernelsOwn(Path root) {
    try {
      return KERNELS_OWN.contains(Files.getFileStore(root).type());
    } catch (IOException | SecurityException unknown) {
      return false;
    }
  }

  /**
   * What is to be done with an open file, which is at its start. Never a lambda that captures
   * something: there are hundreds of readings in a scrape, and making one costs as much as a read.
   */
  @FunctionalInterface
  interface Reading<T> {
    T from(RandomAccessFile in, FileBytes bytes) throws IOException;
  }

  /**
   * What the reading gives; nothing if the file is missing and was missing the last time.
   *
   * @throws java.io.FileNotFoundException if the file is missing or may not be opened
   */
  <T> @Nullable T read(Path file, Reading<T> reading) throws IOException {
    tidyNowAndThen();
    KeptFile kept = closed ? null : kept(file);
    if (kept != null && kept.tryLock()) {
      try {
        return kept.read(reading);
      } finally {
        kept.unlock();
      }
    }
    try (RandomAccessFile in = RawPaths.open(file)) {
      return reading.from(in, new FileBytes());
    }
  }

  /** The same for fields that two readers can share. */
  @Nullable FieldReader share(Path file, String reader, Reading<FieldReader> reading)
      throws IOException {
    KeptFile kept = closed ? null : kept(file);
    if (kept == null || !kept.tryLock()) {
      return read(file, reading);
    }
    try {
      return kept.share(reader, reading);
    } finally {
      kept.unlock();
    }
  }

  /** The file, which need not be open yet; nothing if it is not to be kept. */
  private @Nullable KeptFile kept(Path file) {
    KeptFile known = files.get(file);
    if (known != null
        || !lasts(file)
        || files.size() >= MOST_KNOWN
        || !RawPaths.isAscii(file.toString())) {
      return known;
    }
    Path parent = file.getParent();
    KeptFolder folder = folders.computeIfAbsent(parent, KeptFolder::new);
    return files.computeIfAbsent(file, path -> new KeptFile(path, folder, places));
  }

  /** Whether it is the kernel's, and not that of a process that comes and goes. */
  boolean lasts(Path file) {
    for (Path root : roots) {
      if (file.startsWith(root) && file.getNameCount() > root.getNameCount()) {
        String first = file.getName(root.getNameCount()).toString();
        return first.equals("1") || first.charAt(0) < '0' || first.charAt(0) > '9';
      }
    }
    return false;
  }

  private void tidyNowAndThen() {
    long now = System.nanoTime();
    long before = tidiedAt.get();
    if (now - before > UNUSED_NANOS / 10 && tidiedAt.compareAndSet(before, now)) {
      files.values().removeIf(file -> file.closeIfUnusedSince(now - UNUSED_NANOS));
      folders.values().removeIf(folder -> !folder.isUsedBy(files.values()));
    }
  }

  /** Closes all that it keeps; files that are read later are opened each time. */
  @Override
  public void close() {
    closed = true;
    files.values().forEach(KeptFile::close);
    files.clear();
    folders.clear();
  }
}
