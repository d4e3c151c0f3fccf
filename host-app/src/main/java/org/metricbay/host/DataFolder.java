package org.metricbay.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

/** Makes the agent's own folder, whatever the umask is, so that others find nothing in it. */
final class DataFolder {
  /** What lies in it that nobody else needs to see. */
  private static final List<String> PRIVATE = List.of("config", "kept", "tmp");

  private DataFolder() {}

  /** Makes it where it is missing, and takes from others what an earlier umask has left. */
  static void prepare(Path data) throws IOException {
    create(data, "rwxr-x---");
    for (String name : PRIVATE) {
      Path folder = data.resolve(name);
      create(folder, "rwx------");
      restrict(folder, "rwx------");
    }
  }

  /** Makes a folder with these rights at most, unless it is there. */
  static void create(Path folder, String rights) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder, attribute(folder, rights));
    }
  }

  /** Rights for the call that makes a file: there is no moment in which it has others. */
  static FileAttribute<?>[] attribute(Path file, String rights) {
    return isPosix(file)
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(rights))
        }
        : new FileAttribute<?>[0];
  }

  /** Takes all other rights of a file or folder away, as far as that is ours to do. */
  static void restrict(Path file, String rights) throws IOException {
    if (!isPosix(file)) {
      return;
    }
    Set<PosixFilePermission> now = Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS);
    if (now.retainAll(PosixFilePermissions.fromString(rights))) {
      Files.setPosixFilePermissions(file, now);
    }
  }

  private static boolean isPosix(Path file) {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
