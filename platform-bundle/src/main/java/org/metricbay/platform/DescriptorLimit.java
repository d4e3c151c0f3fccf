package org.metricbay.platform;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.OptionalDouble;

/** How many descriptors this process may have, for files, connections and all else together. */
final class DescriptorLimit {
  private static final String LINE = "Max open files";

  private DescriptorLimit() {}

  /**
   * As many of this limit as may be kept open for reading the kernel.
   *
   * @param limits {@code /proc/self/limits}; the most is taken where it tells no limit
   */
  static int share(Path limits, int most) {
    try (RandomAccessFile in = new RandomAccessFile(limits.toFile(), "r")) {
      FieldReader lines = new FileBytes().readAll(in).fields();
      while (lines.nextLine()) {
        if (lines.startsWith(LINE)) {
          // The rest is for requests, plugins and the folder.
          return (int) Math.min(most, soft(lines).orElse(Double.MAX_VALUE) / 4);
        }
      }
    } catch (IOException e) {
      // No Linux.
    }
    return most;
  }

  /** The one in force; unlimited ones are no number. */
  private static OptionalDouble soft(FieldReader line) {
    for (int word = 0; word < 3; word++) {
      line.skip();
    }
    return line.hasNext() ? FieldReader.unsigned(line.next()) : OptionalDouble.empty();
  }
}
