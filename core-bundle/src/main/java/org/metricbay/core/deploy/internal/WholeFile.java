package org.metricbay.core.deploy.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.stream.Collectors;

/** Writes small files by a rename: after a kill one is as before, or as it is to be. */
final class WholeFile {
  private WholeFile() {}

  /** Writes the lines; returns the text that they make. */
  static String write(Path file, Collection<String> lines) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    String text = lines.stream().map(line -> line + "\n").collect(Collectors.joining());
    Path written = file.resolveSibling(file.getFileName() + ".tmp");
    Files.writeString(written, text, StandardCharsets.UTF_8);
    Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    return text;
  }
}
