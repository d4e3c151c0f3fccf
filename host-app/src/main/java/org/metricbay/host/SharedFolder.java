package org.metricbay.host;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.metricbay.core.trust.FolderTrust;

/** Refuses folders and files that others could change, and so run code with the agent's rights. */
final class SharedFolder {
  private SharedFolder() {}

  /** Checks a folder, or a file that is not in one of the agent's, and all above it. */
  static void check(Path folder) throws UserException {
    try {
      refuse(FolderTrust.ofThisProcess().objection(folder));
    } catch (IOException e) {
      throw new UserException("folder " + folder + " cannot be looked at: " + e.getMessage());
    }
  }

  /** Checks a file in a folder that was checked. */
  static void checkFile(Path file) throws UserException {
    try {
      refuse(FolderTrust.ofThisProcess().objectionToFile(file));
    } catch (IOException e) {
      throw new UserException("file " + file + " cannot be looked at: " + e.getMessage());
    }
  }

  private static void refuse(Optional<String> objection) throws UserException {
    if (objection.isPresent()) {
      throw new UserException(objection.get() + ", or pass " + Option.ALLOW_SHARED_DEPLOY.flag());
    }
  }
}
