package org.metricbay.textfile;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A process and all that it has started, also what has been left behind by its parent and so no
 * longer descends from it: on Linux each is known by a mark in its environment, which processes
 * inherit.
 */
final class ProcessTree {
  static final String VARIABLE = "METRICBAY_SCRIPT_RUN";

  /** Enough for what was started between the look and the kill; a fork bomb would need more. */
  private static final int MOST_ROUNDS = 20;

  private static final int LONGEST_ENVIRONMENT = 1 << 20;

  private final Process root;
  private final String mark;

  /**
   * A process that was just started.
   *
   * @param mark what {@link #VARIABLE} is in its environment; no other process's is the same
   */
  ProcessTree(Process root, String mark) {
    this.root = root;
    this.mark = VARIABLE + "=" + mark;
  }

  /** Kills all of it. */
  void kill() {
    for (int round = 0; round < MOST_ROUNDS; round++) {
      Set<ProcessHandle> others =
          Stream.concat(root.descendants(), marked()).collect(Collectors.toSet());
      // The process's own method would close its output, of which the last may not be read yet.
      root.toHandle().destroyForcibly();
      others.forEach(ProcessHandle::destroyForcibly);
      if (others.isEmpty()) {
        return;
      }
    }
  }

  private Stream<ProcessHandle> marked() {
    return ProcessHandle.allProcesses()
        .filter(process -> process.pid() != root.pid() && isMarked(process.pid()));
  }

  private boolean isMarked(long pid) {
    try (InputStream in =
        new FileInputStream(Path.of("/proc", Long.toString(pid), "environ").toFile())) {
      byte[] environment = in.readNBytes(LONGEST_ENVIRONMENT);
      return new String(environment, StandardCharsets.ISO_8859_1).contains(mark);
    } catch (IOException goneOrNotOurs) {
      return false;
    }
  }
}
