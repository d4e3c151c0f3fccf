package org.metricbay.platform;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One file that stays open between readings, if there is a place for it then. Read by one thread at
 * a time, that has its lock.
 */
final class KeptFile {
  private final File path;
  private final KeptFolder folder;
  private final Semaphore places;
  private final ReentrantLock lock = new ReentrantLock();
  private final FileBytes bytes = new FileBytes();
  private @Nullable RandomAccessFile file;
  private boolean hasPlace;
  private long generation;
  private boolean absent;
  private long askedAt;
  private @Nullable String readFor;
  private volatile long usedAt = System.nanoTime();

  KeptFile(Path path, KeptFolder folder, Semaphore places) {
    this.path = path.toFile();
    this.folder = folder;
    this.places = places;
  }

  /** False while another thread reads it: a driver may take its time. */
  boolean tryLock() {
    return lock.tryLock();
  }

  void unlock() {
    lock.unlock();
  }

  /** The result of reading; null if the file is missing and was missing before. */
  <T> @Nullable T read(OpenFiles.Reading<T> reading) throws IOException {
    long now = System.nanoTime();
    usedAt = now;
    readFor = null;
    RandomAccessFile in = opened(folder.generation(now), now);
    if (in == null) {
      return null;
    }
    boolean whole = false;
    try {
      in.seek(0);
      T read = reading.from(in, bytes);
      whole = true;
      return read;
    } finally {
      // If it failed, it may be that of a device that has gone, with another in its place by now.
      if (!whole || !hasPlace) {
        closeFile();
      }
    }
  }

  /**
   * Reuses another reader's buffer if it is under 100 ms old and not shared yet; reads otherwise.
   *
   * @param reader the name of the reader
   */
  @Nullable FieldReader share(String reader, OpenFiles.Reading<FieldReader> reading)
      throws IOException {
    String other = readFor;
    if (other != null
        && !other.equals(reader)
        && System.nanoTime() - usedAt < KeptFolder.FRESH_NANOS) {
      readFor = null;
      return bytes.fields();
    }
    FieldReader fields = read(reading);
    readFor = fields == null ? null : reader;
    return fields;
  }

  private @Nullable RandomAccessFile opened(long current, long now) throws IOException {
    RandomAccessFile known = file;
    if (known != null && generation == current) {
      return known;
    }
    closeFile();
    if (absent && isStillAbsent(now)) {
      return null;
    }
    absent = true;
    askedAt = now;
    RandomAccessFile opened = new RandomAccessFile(path, "r");
    absent = false;
    file = opened;
    hasPlace = places.tryAcquire();
    generation = current;
    return opened;
  }

  /** A missing file usually stays missing: a check costs less than an exception. */
  private boolean isStillAbsent(long now) {
    if (now - askedAt < KeptFolder.FRESH_NANOS) {
      return true;
    }
    askedAt = now;
    return !path.exists();
  }

  private void closeFile() {
    RandomAccessFile known = file;
    file = null;
    if (hasPlace) {
      hasPlace = false;
      places.release();
    }
    if (known != null) {
      try {
        known.close();
      } catch (IOException e) {
        // It was only read.
      }
    }
  }

  boolean closeIfUnusedSince(long then) {
    if (usedAt - then > 0 || !lock.tryLock()) {
      return false;
    }
    try {
      closeFile();
      return true;
    } finally {
      lock.unlock();
    }
  }

  boolean isIn(KeptFolder other) {
    return folder == other;
  }

  /** Once nobody reads it. */
  void close() {
    lock.lock();
    try {
      closeFile();
    } finally {
      lock.unlock();
    }
  }
}
