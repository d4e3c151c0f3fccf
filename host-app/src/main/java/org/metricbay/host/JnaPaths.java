package org.metricbay.host;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Tells JNA where Linux has its libraries. Otherwise JNA runs {@code ldconfig} at its first use, at
 * the start of the first collector that needs it.
 */
final class JnaPaths {
  private static final String PROPERTY = "jna.platform.library.path";

  private JnaPaths() {}

  /** Tells JNA, unless the one who started the JVM has. */
  static void apply() {
    if (System.getProperty("os.name", "").equals("Linux") && System.getProperty(PROPERTY) == null) {
      String arch = System.getProperty("os.arch", "");
      List<String> paths = new ArrayList<>();
      for (Path path : in(Path.of("/"), arch)) {
        paths.add(path.toString());
      }
      System.setProperty(PROPERTY, String.join(":", paths));
    }
  }

  /** The default folders, as far as they are there, and on Debian those of the architecture. */
  static List<Path> in(Path root, String arch) {
    List<Path> found = new ArrayList<>();
    for (String name : List.of("usr/lib64", "lib64", "usr/lib", "lib")) {
      Path folder = root.resolve(name);
      if (Files.isDirectory(folder)) {
        found.addAll(ofArchitecture(folder, arch));
        found.add(folder);
      }
    }
    return found;
  }

  private static List<Path> ofArchitecture(Path folder, String arch) {
    String prefix =
        switch (arch) {
          case "amd64" -> "x86_64";
          case "ppc64le" -> "powerpc64le";
          default -> arch;
        };
    List<Path> found = new ArrayList<>();
    String[] names = folder.toFile().list();
    if (names != null) {
      for (String name : names) {
        if (name.startsWith(prefix + "-linux-")) {
          found.add(folder.resolve(name));
        }
      }
    }
    return found;
  }
}
