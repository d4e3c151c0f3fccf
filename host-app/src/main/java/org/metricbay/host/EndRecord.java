package org.metricbay.host;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** An open file that tells the next process why this one ended itself. */
final class EndRecord {
  private final @Nullable FileOutputStream file;

  /** Adds to what the file holds. */
  EndRecord(Path path) {
    file = open(path);
  }

  private static @Nullable FileOutputStream open(Path path) {
    try {
      return new FileOutputStream(path.toFile(), true);
    } catch (IOException e) {
      return null; // The log's last line has to do.
    }
  }

  void write(HeapFreeText text, int length) {
    try {
      if (file != null) {
        file.write(text.bytes(), 0, length);
      }
    } catch (IOException | Error e) {
      // The log's last line has to do.
      text.length();
    }
  }
}
