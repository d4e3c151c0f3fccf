package org.metricbay.disk;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.Objects;
import java.util.Optional;
import org.metricbay.platform.FileSystemStats;

/**
 * The result of querying a file system.
 *
 * @param stats its numbers; empty if they could not be read
 * @param error why they could not be read; empty if they could
 */
record Answer(Optional<FileSystemStats> stats, String error) {

  /** How to ask. */
  @FunctionalInterface
  interface Question {
    FileSystemStats ask(String mountPoint) throws IOException;
  }

  static Answer to(Question question, String mountPoint) {
    try {
      return new Answer(Optional.of(question.ask(mountPoint)), "");
    } catch (FileSystemException e) {
      return failure(Objects.requireNonNullElse(e.getReason(), e.getMessage()));
    } catch (IOException e) {
      return failure(e.toString());
    }
  }

  static Answer failure(String error) {
    return new Answer(Optional.empty(), error);
  }
}
