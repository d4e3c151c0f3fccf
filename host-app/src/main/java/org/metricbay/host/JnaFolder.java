package org.metricbay.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has JNA unpack its native library into the data folder, which only the agent may use, and delete
 * it again. By default JNA takes the user's home or {@code /tmp}; a service user has no home, and
 * {@code /tmp} is often mounted {@code noexec}.
 */
final class JnaFolder {
  private static final Logger LOG = LoggerFactory.getLogger("metricbay");
  private static final String PROPERTY = "jna.tmpdir";
  private static final Path MOUNTS = Path.of("/proc/self/mounts");

  private JnaFolder() {}

  /** Tells JNA, unless the one who started the JVM has. */
  static void apply(Path data) {
    if (System.getProperty(PROPERTY) != null || !Files.isReadable(MOUNTS)) {
      return;
    }
    try {
      if (isExecutable(data)) {
        System.setProperty(PROPERTY, prepared(data.resolve("jna")).toString());
      } else {
        LOG.warn(
            "{} is mounted noexec: if the home folder and /tmp are too, there are no file systems"
                + " among the metrics; -Djna.tmpdir=FOLDER in METRICBAY_JAVA_OPTS names another",
            data);
      }
    } catch (IOException e) {
      LOG.warn("{} cannot be used for JNA's library: {}", data, e.toString());
    }
  }

  /** Whether what is put there may be run. */
  static boolean isExecutable(Path folder) throws IOException {
    // As bytes, as names may be in any encoding.
    return !Files.isReadable(MOUNTS)
        || !isNoExec(folder.toRealPath(), Files.readAllLines(MOUNTS, StandardCharsets.ISO_8859_1));
  }

  /** Whether nothing in it may be run, by the lines of the kernel's table of mounts. */
  static boolean isNoExec(Path folder, List<String> mounts) {
    String longest = "";
    boolean noExec = false;
    for (String mount : mounts) {
      // DEVICE POINT TYPE OPTIONS; of two at one point the later one is on top.
      String[] fields = mount.split(" ", -1);
      if (fields.length > 3
          && fields[1].length() >= longest.length()
          && isBelow(folder.toString(), fields[1].replace("\\040", " "))) {
        longest = fields[1];
        noExec = List.of(fields[3].split(",", -1)).contains("noexec");
      }
    }
    return noExec;
  }

  private static boolean isBelow(String folder, String point) {
    return folder.equals(point) || folder.startsWith(point.endsWith("/") ? point : point + "/");
  }

  /** Empty, as a process that was killed may have left something, and for nobody else. */
  private static Path prepared(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    }
    return folder;
  }
}
