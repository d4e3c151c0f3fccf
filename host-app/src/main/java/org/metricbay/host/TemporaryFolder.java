package org.metricbay.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A data folder for a command that keeps nothing; deleted when closed. */
record TemporaryFolder(Path path) implements AutoCloseable {
  private static final String PREFIX = "metricbay";

  static TemporaryFolder create() throws IOException {
    return new TemporaryFolder(Files.createTempDirectory(PREFIX));
  }

  /** In the default place, or in another if nothing may be run in the default one. */
  static TemporaryFolder createExecutable(Path other) throws IOException {
    Path usual = Path.of(System.getProperty("java.io.tmpdir"));
    return !JnaFolder.isExecutable(usual)
            && Files.isWritable(other)
            && JnaFolder.isExecutable(other)
        ? new TemporaryFolder(Files.createTempDirectory(other, PREFIX))
        : create();
  }

  @Override
  public void close() throws IOException {
    try (Stream<Path> files = Files.walk(path)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.deleteIfExists(file);
      }
    }
  }
}
