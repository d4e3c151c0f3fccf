package org.metricbay.core.trust;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.security.CodeSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds out whether others could change a folder or file from which the agent takes code,
 * configuration or secrets, all of which come to the agent's rights. Trusted are root, the agent's
 * own user, and who owns the agent's JARs, and so rules it anyway; and of a group the one that
 * bears its owner's name, which is the owner's private one where the umask is 002.
 */
public final class FolderTrust {
  private static final int OTHERS_WRITE = 0002;
  private static final int GROUP_WRITE = 0020;
  private static final int STICKY = 01000;

  /** Without names, for which files of the system would be read. */
  private static final String ATTRIBUTES = "unix:mode,uid";

  /** Empty where nobody can know. */
  private final Set<Integer> trusted;

  private FolderTrust(Set<Integer> trusted) {
    this.trusted = trusted;
  }

  /** As seen by the process that this is. */
  public static FolderTrust ofThisProcess() {
    Path self = Path.of("/proc/self");
    try {
      Set<Integer> users = new HashSet<>();
      users.add(0);
      users.add((Integer) Files.getAttribute(self, "unix:uid"));
      CodeSource source = FolderTrust.class.getProtectionDomain().getCodeSource();
      if (source != null && "file".equals(source.getLocation().getProtocol())) {
        Path jar = Path.of(URI.create(source.getLocation().toString()));
        users.add((Integer) Files.getAttribute(jar, "unix:uid"));
      }
      return new FolderTrust(users);
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      // No such file, or no such rights on this system.
      return new FolderTrust(Set.of());
    }
  }

  /** Who and how; empty if nobody could, or this system does not tell. */
  public Optional<String> objection(Path folder) throws IOException {
    try {
      Optional<String> found = objectionToItself(folder);
      for (Path start : List.of(folder.toAbsolutePath().normalize(), folder.toRealPath())) {
        for (Path parent = start.getParent();
            parent != null && found.isEmpty();
            parent = parent.getParent()) {
          found = objectionToParent(parent, folder);
        }
      }
      return found;
    } catch (UnsupportedOperationException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The same of a file in a folder that has been looked at by itself. */
  public Optional<String> objectionToFile(Path file) throws IOException {
    try {
      return objectionToItself(file);
    } catch (UnsupportedOperationException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private Optional<String> objectionToItself(Path path) throws IOException {
    Map<String, Object> attributes = Files.readAttributes(path, ATTRIBUTES);
    if (has(attributes, OTHERS_WRITE)) {
      return Optional.of(writable("anyone may write to " + path, "o-w", path));
    }
    if (has(attributes, GROUP_WRITE)) {
      PosixFileAttributes names = Files.readAttributes(path, PosixFileAttributes.class);
      String group = names.group().getName();
      if (!group.equals(names.owner().getName())) {
        return Optional.of(writable("the group " + group + " may write to " + path, "g-w", path));
      }
    }
    return foreign(attributes, path, path);
  }

  /** Who may rename the folder can put another in its place; only a sticky parent forbids it. */
  private Optional<String> objectionToParent(Path parent, Path folder) throws IOException {
    Map<String, Object> attributes = Files.readAttributes(parent, ATTRIBUTES);
    if (has(attributes, OTHERS_WRITE) && !has(attributes, STICKY)) {
      return Optional.of(
          writable("anyone may write to " + parent + ", and so replace " + folder, "o-w", parent));
    }
    return foreign(attributes, parent, folder);
  }

  private Optional<String> foreign(Map<String, Object> attributes, Path path, Path folder) {
    int owner = number(attributes, "uid");
    if (isOfTrusted(owner)) {
      return Optional.empty();
    }
    return Optional.of(
        path
            + " belongs to user "
            + owner
            + ", who could "
            + (path.equals(folder) ? "" : "replace " + folder + ", and ")
            + "so run code in the agent: 'chown' it to root or the agent's user");
  }

  private static String writable(String who, String change, Path path) {
    return who + ", and so run code in the agent: 'chmod " + change + " " + path + "'";
  }

  private static int number(Map<String, Object> attributes, String name) {
    return ((Number) attributes.getOrDefault(name, 0)).intValue();
  }

  private static boolean has(Map<String, Object> attributes, int right) {
    return (number(attributes, "mode") & right) != 0;
  }

  /** Whether a file's owner rules the agent anyway. */
  public boolean isOfTrusted(int user) {
    return trusted.isEmpty() || trusted.contains(user);
  }
}
