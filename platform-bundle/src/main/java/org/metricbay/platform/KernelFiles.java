package org.metricbay.platform;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(LIMIT + 1);
      if (bytes.length > LIMIT) {
        throw new IOException(file + " holds more than " + LIMIT + " bytes: not a kernel file");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }
}
