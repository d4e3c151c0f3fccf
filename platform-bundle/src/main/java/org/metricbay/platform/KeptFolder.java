package org.metricbay.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collection;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The folder of files that are kept open, looked at again before each scrape: when its path leads
 * to another one, as when network interfaces have changed their names, its files are others too.
 */
final class KeptFolder {
  /**
   * How long what was seen is taken for granted: longer than a scrape reads in one folder, and
   * shorter than the time between two scrapes.
   */
  static final long FRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final Path path;
  private @Nullable Object identity;
  private long seenAt;
  private long generation;

  KeptFolder(Path path) {
    this.path = path;
    look(System.nanoTime());
  }

  /** A number that is another one once the folder is another one. */
  synchronized long generation(long now) {
    if (now - seenAt > FRESH_NANOS) {
      look(now);
    }
    return generation;
  }

  private void look(long now) {
    // Asked first, as an exception costs more where there is no such folder.
    Object found = identity != null || path.toFile().exists() ? key() : null;
    if (!Objects.equals(found, identity)) {
      identity = found;
      generation++;
    }
    seenAt = now;
  }

  private @Nullable Object key() {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    } catch (IOException gone) {
      return null;
    }
  }

  boolean isUsedBy(Collection<KeptFile> files) {
    return files.stream().anyMatch(file -> file.isIn(this));
  }
}
