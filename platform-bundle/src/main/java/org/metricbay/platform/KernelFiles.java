package org.metricbay.platform;

import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The trees in which a Linux kernel shows its state. A service on Linux. The roots can be set by
 * {@code --procfs}, {@code --sysfs}, {@code --udevdata} and {@code --rootfs}, so that a container
 * sees its host, and a test its fixtures. For use by any thread.
 *
 * @param procfs in place of {@code /proc}
 * @param sysfs in place of {@code /sys}
 * @param udevData in place of {@code /run/udev/data}
 * @param rootfs in place of {@code /}
 */
@ProviderType
public record KernelFiles(Path procfs, Path sysfs, Path udevData, Path rootfs) {

  /** No file that a collector reads is nearly as large; one that is, is not what it seems. */
  private static final int LIMIT = 4 << 20;

  /** Enough for most of procfs at the first go. */
  private static final int FILE_BUFFER = 8 << 10;

  /** A sysfs attribute is mostly a number or a word, and never more than a page. */
  private static final int LINE_BUFFER = 256;

  private static final int LINE_LIMIT = 4 << 10;

  /** The kernel's usual places. */
  public static KernelFiles ofThisHost() {
    return new KernelFiles(
        Path.of("/proc"), Path.of("/sys"), Path.of("/run/udev/data"), Path.of("/"));
  }

  /**
   * Reads a whole text file, which may report its size as 0, as files in procfs do.
   *
   * @throws IOException if it cannot be read or holds more than 4 MiB
   */
  public String read(Path file) throws IOException {
    byte[] bytes = new byte[FILE_BUFFER];
    int length = 0;
    try (InputStream in = new FileInputStream(file.toFile())) {
      for (int n = in.read(bytes); n > 0; n = in.read(bytes, length, bytes.length - length)) {
        length += n;
        if (length > LIMIT) {
          throw new IOException(file + " holds more than " + LIMIT + " bytes: not a kernel file");
        }
        if (length == bytes.length) {
          bytes = Arrays.copyOf(bytes, 2 * length);
        }
      }
    }
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }

  /**
   * Reads a whole text file that need not be there, as {@link #read} does.
   *
   * @return the text; empty if the file is not there or may not be opened
   * @throws IOException if it cannot be read or holds more than 4 MiB
   */
  public Optional<String> find(Path file) throws IOException {
    try {
      return Optional.of(read(file));
    } catch (FileNotFoundException absent) {
      return Optional.empty();
    }
  }

  /**
   * Reads the first line, without blanks around it, of a file that need not be there: an attribute
   * in sysfs.
   *
   * @return the line; empty if the file is not there, cannot be read, or has no text
   */
  public Optional<String> line(Path file) {
    byte[] bytes = new byte[LINE_BUFFER];
    int length = 0;
    try (InputStream in = new FileInputStream(file.toFile())) {
      for (int n = in.read(bytes); n > 0; n = in.read(bytes, length, bytes.length - length)) {
        length += n;
        if (bytes[length - 1] == '\n' || length == LINE_LIMIT) {
          break;
        }
        if (length == bytes.length) {
          bytes = Arrays.copyOf(bytes, 2 * length);
        }
      }
    } catch (IOException absent) {
      return Optional.empty();
    }
    String text = new String(bytes, 0, length, StandardCharsets.UTF_8);
    int end = text.indexOf('\n');
    String line = (end < 0 ? text : text.substring(0, end)).strip();
    return line.isEmpty() ? Optional.empty() : Optional.of(line);
  }

  /**
   * Reads an attribute that is an unsigned number.
   *
   * @return the number; empty if the file is not there, cannot be read, or holds anything else
   */
  public OptionalDouble number(Path file) {
    Optional<String> line = line(file);
    return line.isPresent() ? FieldReader.unsigned(line.get()) : OptionalDouble.empty();
  }

  /** The names in a folder, sorted; empty if it is not there or cannot be read. */
  public List<String> list(Path folder) {
    String[] names = folder.toFile().list();
    if (names == null) {
      return List.of();
    }
    Arrays.sort(names);
    return List.of(names);
  }
}
