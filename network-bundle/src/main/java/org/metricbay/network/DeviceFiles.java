package org.metricbay.network;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.metricbay.platform.KernelFiles;

/**
 * A device's folder in {@code /sys/class/net}. Paths are made once, as there are dozens in each
 * scrape.
 */
final class DeviceFiles {
  private final KernelFiles files;
  private final Path folder;
  private final Map<String, Path> paths = new HashMap<>();
  private boolean isCompared;
  private boolean isSame;

  DeviceFiles(KernelFiles files, Path folder) {
    this.files = files;
    this.folder = folder;
  }

  boolean areThere() {
    return folder.toFile().isDirectory();
  }

  /**
   * The files' first lines, from what the kernel has told without them as far as it has.
   *
   * @param told by file; empty if it has told nothing
   */
  Function<String, Optional<String>> with(Map<String, String> told) {
    if (told.isEmpty() || !isSame(told)) {
      return this::line;
    }
    return file -> {
      String text = told.get(file);
      return text == null ? line(file) : Optional.of(text);
    };
  }

  /**
   * In a container that has a network of its own and sees its host's {@code /sys}, a name may mean
   * two devices.
   */
  private boolean isSame(Map<String, String> told) {
    if (!isCompared) {
      isCompared = true;
      isSame =
          line("ifindex").equals(Optional.ofNullable(told.get("ifindex")))
              && line("address").orElse("").equals(told.get("address"));
    }
    return isSame;
  }

  private Optional<String> line(String file) {
    Path path = paths.get(file);
    if (path == null) {
      path = folder.resolve(file);
      paths.put(file, path);
    }
    return files.line(path);
  }
}
