package org.metricbay.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;

/**
 * Finds out whether others could put code into the watched folder, all of which runs with the
 * agent's rights. Its owner is taken for who is in charge of it, and a group that bears the owner's
 * name for the owner's private one, as it is where the umask is 002.
 */
final class SharedFolder {
  private static final int STICKY = 01000;

  private SharedFolder() {}

  static void check(Path folder) throws UserException {
    try {
      Path real = folder.toRealPath();
      PosixFileAttributes attributes = Files.readAttributes(real, PosixFileAttributes.class);
      if (may(attributes, PosixFilePermission.OTHERS_WRITE)) {
        throw refused("anyone may write to " + folder, "o-w", folder);
      }
      String group = attributes.group().getName();
      if (may(attributes, PosixFilePermission.GROUP_WRITE)
          && !group.equals(attributes.owner().getName())) {
        throw refused("the group " + group + " may write to " + folder, "g-w", folder);
      }
      for (Path parent = real.getParent(); parent != null; parent = parent.getParent()) {
        checkParent(parent, folder);
      }
    } catch (UnsupportedOperationException e) {
      // No such rights on this system.
    } catch (IOException e) {
      throw new UserException("folder " + folder + " cannot be looked at: " + e.getMessage());
    }
  }

  /** Who may rename the folder can put another in its place; only a sticky parent forbids it. */
  private static void checkParent(Path parent, Path folder) throws IOException, UserException {
    PosixFileAttributes attributes = Files.readAttributes(parent, PosixFileAttributes.class);
    boolean sticky = ((Integer) Files.getAttribute(parent, "unix:mode") & STICKY) != 0;
    if (may(attributes, PosixFilePermission.OTHERS_WRITE) && !sticky) {
      throw refused("anyone may write to " + parent + ", and so replace " + folder, "o-w", parent);
    }
  }

  private static boolean may(PosixFileAttributes attributes, PosixFilePermission right) {
    return attributes.permissions().contains(right);
  }

  private static UserException refused(String who, String change, Path folder) {
    return new UserException(
        who
            + ", and so run code in the agent: 'chmod "
            + change
            + " "
            + folder
            + "', or pass "
            + Option.ALLOW_SHARED_DEPLOY.flag());
  }
}
