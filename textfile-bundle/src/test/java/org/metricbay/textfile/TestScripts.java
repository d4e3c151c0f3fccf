package org.metricbay.textfile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/** Writes scripts into a folder of a test, and tells what has become of their processes. */
record TestScripts(Path folder) {
  TestScripts {
    try {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a shell script, at once for whoever looks. */
  Path write(String name, String body) throws IOException {
    return write(name, body, "rwxr-xr-x");
  }

  Path write(String name, String body, String permissions) throws IOException {
    Path hidden = folder.resolve("." + name);
    Files.writeString(hidden, "#!/bin/sh\n" + body + "\n");
    Files.setPosixFilePermissions(hidden, PosixFilePermissions.fromString(permissions));
    return Files.move(
        hidden,
        folder.resolve(name),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  /** Whether a script has written a file, with a whole line in it. */
  boolean has(String file) {
    try {
      return Files.readString(folder.resolve(file)).endsWith("\n");
    } catch (IOException notYet) {
      return false;
    }
  }

  /** Whether the process whose ID a script has written to a file has ended. */
  boolean hasEnded(String file) throws IOException {
    String pid = Files.readString(folder.resolve(file)).strip();
    try {
      String stat = Files.readString(Path.of("/proc", pid, "stat"));
      // Ended, though its new parent has not asked how.
      return stat.charAt(stat.lastIndexOf(')') + 2) == 'Z';
    } catch (NoSuchFileException gone) {
      return true;
    } catch (IOException goneWhileRead) {
      return String.valueOf(goneWhileRead.getMessage()).contains("No such process");
    }
  }
}
