package org.metricbay.core.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.metricbay.core.trust.FolderTrust;
import org.metricbay.core.trust.PrivateFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the last good text of each configuration file in the data folder, so that it is in force
 * after a restart with a wrong one. Only the agent's user may read them, as they may hold secrets.
 * Without room for them the agent goes on without. Not for two threads at once.
 */
final class KeptConfigs {
  private static final Logger LOG = LoggerFactory.getLogger("metricbay.config");
  private static final String END = ".cfg";
  private static final long LARGEST = 1 << 20;

  private final Path folder;
  private final FolderTrust trust = FolderTrust.ofThisProcess();
  private boolean failed;

  KeptConfigs(Path folder) {
    this.folder = folder;
  }

  /** The last good text; empty if none was kept, or others could have changed it. */
  Optional<String> read(String pid) {
    Path file = file(pid);
    try {
      return Files.size(file) <= LARGEST && trust.objectionToFile(file).isEmpty()
          ? Optional.of(Files.readString(file))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  void keep(String pid, String text) {
    if (read(pid).filter(text::equals).isPresent()) {
      return;
    }
    try {
      PrivateFile.write(file(pid), text.getBytes(StandardCharsets.UTF_8));
      failed = false;
    } catch (IOException e) {
      tell(e);
    }
  }

  /** Forgets all others: a file that was removed means the defaults. */
  void retain(Set<String> pids) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        String name = String.valueOf(file.getFileName());
        if (!name.endsWith(END)
            || !pids.contains(name.substring(0, name.length() - END.length()))) {
          Files.deleteIfExists(file);
        }
      }
    } catch (NoSuchFileException e) {
      // Nothing was kept yet.
      return;
    } catch (IOException e) {
      tell(e);
    }
  }

  private void tell(IOException problem) {
    if (!failed) {
      LOG.warn(
          "good configurations cannot be kept in {}: {}; after a restart with a wrong one the"
              + " defaults would be in force",
          folder,
          problem.toString());
    }
    failed = true;
  }

  private Path file(String pid) {
    return folder.resolve(pid + END);
  }
}
