package org.metricbay.textfile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Checks whether anyone but root and the agent's own user controls a file: its owner may change it
 * whatever its mode says, and who may rename a folder above it can replace it.
 */
final class Owners {
  private static final int ROOT = 0;
  private static final int OTHERS_WRITE = 0002;
  private static final int STICKY = 01000;

  private Owners() {}

  /** Why the file's owner is not to be trusted; empty if it is root or the agent's user. */
  static Optional<String> foreign(Path path, LinkOption... options) throws IOException {
    int owner = (Integer) Files.getAttribute(path, "unix:uid", options);
    return owner == ROOT || owner == own()
        ? Optional.empty()
        : Optional.of("it belongs to user " + owner + "; chown it to root or the agent's user");
  }

  /** Who runs this process. */
  private static int own() throws IOException {
    return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
  }

  /** Why the folders above this one, by its name or in truth, are not to be trusted. */
  static Optional<String> above(Path folder) throws IOException {
    Optional<String> named = aboveOne(folder.toAbsolutePath().normalize());
    return named.isPresent() ? named : aboveOne(folder.toRealPath());
  }

  private static Optional<String> aboveOne(Path folder) throws IOException {
    for (Path parent = folder.getParent(); parent != null; parent = parent.getParent()) {
      int mode = (Integer) Files.getAttribute(parent, "unix:mode");
      if ((mode & OTHERS_WRITE) != 0 && (mode & STICKY) == 0) {
        return Optional.of("everyone may write " + parent + " above it; chmod o-w that");
      }
      Optional<String> foreign = foreign(parent);
      if (foreign.isPresent()) {
        return Optional.of("of " + parent + " above it, " + foreign.get());
      }
    }
    return Optional.empty();
  }
}
