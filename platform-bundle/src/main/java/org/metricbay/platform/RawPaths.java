package org.metricbay.platform;

import com.sun.jna.Native;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Paths whose names need not be UTF-8, nor what the process's locale can write: network devices,
 * mount points. The JVM's own text of such a path is another one.
 */
@ProviderType
public final class RawPaths {
  private static final int O_RDONLY_CLOEXEC = 0x80000;

  private RawPaths() {}

  /** A path as the kernel has it: each character is a byte. */
  public static String of(Path path) {
    String text = path.toString();
    if (isAscii(text)) {
      return text;
    }
    // Only the URI has the bytes.
    String raw = path.toUri().getRawPath().replace("+", "%2B");
    String decoded = URLDecoder.decode(raw, StandardCharsets.ISO_8859_1);
    return decoded.endsWith("/") ? decoded.substring(0, decoded.length() - 1) : decoded;
  }

  static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }

  /** The names in a folder, sorted, what is no UTF-8 as U+FFFD; none if it cannot be read. */
  static List<String> list(Path folder) {
    String[] names = folder.toFile().list();
    if (names == null) {
      return List.of();
    } else if (areAscii(names)) {
      Arrays.sort(names);
      return List.of(names);
    }
    List<String> shown = new ArrayList<>();
    entries(folder).forEach(entry -> shown.add(shownName(entry)));
    Collections.sort(shown);
    return shown;
  }

  private static boolean areAscii(String[] names) {
    for (String name : names) {
      if (!isAscii(name)) {
        return false;
      }
    }
    return true;
  }

  /** What has this name in a folder, as {@link #list} gives it; it need not be there. */
  static Path in(Path folder, String name) {
    if (!isAscii(name)) {
      for (Path entry : entries(folder)) {
        if (shownName(entry).equals(name)) {
          return entry;
        }
      }
    }
    try {
      return folder.resolve(name);
    } catch (InvalidPathException e) {
      // No file has such a name.
      return folder.resolve("not there");
    }
  }

  private static List<Path> entries(Path folder) {
    List<Path> entries = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      stream.forEach(entries::add);
    } catch (IOException | DirectoryIteratorException e) {
      return List.of();
    }
    return entries;
  }

  private static String shownName(Path entry) {
    String path = of(entry);
    byte[] name = path.substring(path.lastIndexOf('/') + 1).getBytes(StandardCharsets.ISO_8859_1);
    return new String(name, StandardCharsets.UTF_8);
  }

  /**
   * Opens a file for reading.
   *
   * @throws FileNotFoundException if it is not there or may not be opened
   */
  static RandomAccessFile open(Path file) throws IOException {
    if (isAscii(file.toString()) || Native.POINTER_SIZE != Long.BYTES) {
      return new RandomAccessFile(file.toFile(), "r");
    }
    NativeCalls.load();
    byte[] path = of(file).getBytes(StandardCharsets.ISO_8859_1);
    int descriptor = LibC.open(Arrays.copyOf(path, path.length + 1), O_RDONLY_CLOEXEC);
    if (descriptor < 0) {
      throw new FileNotFoundException(file + " cannot be opened: errno " + Native.getLastError());
    }
    try {
      // The JVM takes no descriptor, but a name for it.
      return new RandomAccessFile("/proc/self/fd/" + descriptor, "r");
    } finally {
      LibC.close(descriptor);
    }
  }
}
