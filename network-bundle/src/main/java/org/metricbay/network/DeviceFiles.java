package org.metricbay.network;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.metricbay.platform.KernelFiles;

/**
 * A device's folder in {@code /sys/class/net}. Keeps what was read for whoever asks whether it is
 * still so. For use by one thread.
 */
final class DeviceFiles {
  /**
   * They say how name and address were given, so that they mostly change with these; read again now
   * and then, for an address may be given once more.
   */
  private static final Set<String> SETTLED =
      Set.of("addr_assign_type", "dev_id", "name_assign_type");

  private static final long SETTLED_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final KernelFiles files;
  private final Path folder;
  private final Map<String, Path> paths = new HashMap<>();
  private final Map<String, Optional<String>> read = new LinkedHashMap<>();
  private Map<String, String> told = Map.of();
  private long readAt;
  private boolean isCompared;
  private boolean isSame;

  DeviceFiles(KernelFiles files, Path folder) {
    this.files = files;
    this.folder = folder;
  }

  boolean areThere() {
    return Files.isDirectory(folder);
  }

  /**
   * The files' first lines, from what the kernel has told without them as far as it has.
   *
   * @param now what it tells by file; empty if it has told nothing
   */
  Function<String, Optional<String>> with(Map<String, String> now) {
    told = now;
    read.clear();
    readAt = System.nanoTime();
    boolean isUsed = isToldOf();
    return file -> {
      String text = isUsed ? now.get(file) : null;
      return text == null ? readNow(file) : Optional.of(text);
    };
  }

  private Optional<String> readNow(String file) {
    Optional<String> line = line(file);
    read.put(file, line);
    return line;
  }

  /** Whether all that was asked for of {@link #with} would be answered in the same way. */
  boolean areAsBefore(Map<String, String> now) {
    if (now != told) {
      return false;
    }
    long time = System.nanoTime();
    boolean areSettled = isToldOf() && time - readAt < SETTLED_NANOS;
    for (Map.Entry<String, Optional<String>> file : read.entrySet()) {
      if (!(areSettled && SETTLED.contains(file.getKey()))
          && !line(file.getKey()).equals(file.getValue())) {
        return false;
      }
    }
    readAt = areSettled ? readAt : time;
    return true;
  }

  /**
   * Whether what the kernel has told is about this device. In a container that has a network of its
   * own and sees its host's {@code /sys}, a name may mean two devices.
   */
  boolean isToldOf() {
    if (!isCompared && !told.isEmpty()) {
      isCompared = true;
      isSame =
          line("ifindex").equals(Optional.ofNullable(told.get("ifindex")))
              && line("address").orElse("").equals(told.get("address"));
    }
    return isSame && !told.isEmpty();
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
