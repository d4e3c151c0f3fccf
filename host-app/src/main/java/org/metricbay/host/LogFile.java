package org.metricbay.host;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;

/**
 * The log in files {@code metricbay.N.log}, 0 being the latest, which others may not read: the
 * JDK's own gives them the rights that the umask leaves. What cannot be written is left out, and
 * the next line is tried again.
 */
final class LogFile extends Handler {
  static final long LARGEST = 4 << 20;

  private static final int FILES = 3;
  private static final long WRITING_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
  private static final String RIGHTS = "rw-r-----";

  private final Path folder;
  private final long largest;
  private volatile @Nullable FileOutputStream out;
  private long written;
  private volatile boolean writing;
  private volatile boolean over;

  /** Goes on with the latest file. */
  LogFile(Path folder, Formatter formatter) throws IOException {
    this(folder, formatter, LARGEST);
  }

  LogFile(Path folder, Formatter formatter, long largest) throws IOException {
    this.folder = folder;
    this.largest = largest;
    setFormatter(formatter);
    DataFolder.create(folder, "rwxr-x---");
    DataFolder.restrict(folder, "rwxr-x---");
    restrictAll();
    out = open();
  }

  private void restrictAll() throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "metricbay.*")) {
      for (Path file : files) {
        if (String.valueOf(file.getFileName()).endsWith(".lck")) {
          // Of a version that locked each file by itself.
          Files.deleteIfExists(file);
        } else {
          DataFolder.restrict(file, RIGHTS);
        }
      }
    }
  }

  private FileOutputStream open() throws IOException {
    Path file = file(0);
    try {
      Files.createFile(file, DataFolder.attribute(file, RIGHTS));
    } catch (FileAlreadyExistsException e) {
      DataFolder.restrict(file, RIGHTS);
    }
    written = Files.size(file);
    // Not a channel, which an interrupt of whoever logs would close.
    return new FileOutputStream(file.toFile(), true);
  }

  private Path file(int number) {
    return folder.resolve("metricbay." + number + ".log");
  }

  @Override
  public synchronized void publish(LogRecord line) {
    if (!isLoggable(line)) {
      return;
    }
    byte[] bytes = getFormatter().format(line).getBytes(StandardCharsets.UTF_8);
    writing = true;
    try {
      if (!over) {
        write(bytes);
      }
    } finally {
      writing = false;
    }
  }

  private void write(byte[] bytes) {
    try {
      FileOutputStream to = out == null ? open() : out;
      out = to;
      if (written > 0 && written + bytes.length > largest) {
        to = turnOver();
      }
      written += bytes.length;
      to.write(bytes);
    } catch (IOException e) {
      // The disk is full, for example; where a line would tell it, there is no room for one.
      end();
    }
  }

  private FileOutputStream turnOver() throws IOException {
    end();
    for (int i = FILES - 1; i > 0; i--) {
      if (Files.exists(file(i - 1))) {
        Files.move(file(i - 1), file(i), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    FileOutputStream next = open();
    out = next;
    return next;
  }

  /** Whether the last line was written. */
  boolean isOver() {
    return over;
  }

  /**
   * Writes the last line at once, after which nobody writes any more: without memory or a lock, for
   * which others could wait for ever. Nothing of it, as a rehearsal does, is no last line.
   */
  void writeLast(HeapFreeText text, int length) {
    if (length > 0) {
      over = true;
    }
    long begin = System.nanoTime();
    while (writing && length > 0 && System.nanoTime() - begin < WRITING_NANOS) {
      LockSupport.parkNanos(WRITING_NANOS / 100);
      Thread.interrupted();
    }
    FileOutputStream to = out;
    try {
      if (to != null) {
        to.write(text.bytes(), 0, length);
      }
    } catch (IOException | Error e) {
      // It is said elsewhere too.
      text.length();
    }
  }

  /** Each line is written at once. */
  @Override
  public void flush() {
    // Nothing waits.
  }

  /** The JDK's own hook calls this while the agent has more to say. */
  @Override
  public void close() {
    // The file stays open until the process ends.
  }

  /** Releases the file. */
  private void end() {
    FileOutputStream before = out;
    try {
      if (before != null) {
        before.close();
      }
    } catch (IOException e) {
      // It is released nevertheless.
    } finally {
      out = null;
    }
  }
}
