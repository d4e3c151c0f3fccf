package org.metricbay.soak;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/**
 * The watched folder, and the ways in which people and programs write into it.
 *
 * @param path the folder
 * @param outside a folder of the same file system that is not watched
 */
record Folder(Path path, Path outside) {

  boolean has(String file) {
    return Files.exists(path.resolve(file));
  }

  byte[] read(String file) throws IOException {
    return Files.readAllBytes(path.resolve(file));
  }

  /** As a careful program does it. */
  void rename(String file, byte[] content) throws IOException {
    move(prepare(file, content), file);
  }

  /** Writes a file outside, to be moved in. */
  private Path prepare(String file, byte[] content) throws IOException {
    return Files.write(outside.resolve(file), content);
  }

  /** As rsync does it: under a hidden name first. */
  void renameWithin(String file, byte[] content) throws IOException {
    Path written = path.resolve("." + file + ".Xy1z2");
    Files.write(written, content);
    move(written, file);
  }

  /** Puts a written file in, in one step. */
  private void move(Path written, String file) throws IOException {
    Files.move(
        written,
        path.resolve(file),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  /** As {@code cp} does it: over the old content. */
  void copy(String file, byte[] content) throws IOException {
    Files.write(path.resolve(file), content);
  }

  /** As {@code cp} over a slow line. */
  void copySlowly(String file, byte[] content, Pacer pacer, Duration pause)
      throws IOException, InterruptedException {
    int half = content.length / 2;
    try (OutputStream out = Files.newOutputStream(path.resolve(file))) {
      out.write(content, 0, half);
      pacer.pause(pause);
      out.write(content, half, content.length - half);
    }
  }

  /** As {@code cp} that is interrupted. */
  void copyHalf(String file, byte[] content) throws IOException {
    copy(file, Arrays.copyOf(content, content.length / 2));
  }

  void touch(String file) throws IOException {
    Files.setLastModifiedTime(path.resolve(file), FileTime.from(Instant.now()));
  }

  void renameTo(String file, String other) throws IOException {
    Files.move(path.resolve(file), path.resolve(other));
  }

  void delete(String file) throws IOException {
    Files.deleteIfExists(path.resolve(file));
  }
}
