package org.metricbay.core.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.metricbay.core.trust.FolderTrust;

/**
 * Reads all files {@code metricbay.NAME.cfg} of a folder; each time again, as they are small.
 *
 * @param path the folder
 * @param trust who may change the files; empty if anyone
 */
record ConfigFolder(Path path, Optional<FolderTrust> trust) {
  private static final Pattern NAME = Pattern.compile("(metricbay\\.[\\w-]+)\\.cfg");
  private static final long LARGEST = 1 << 20;

  /**
   * What a file holds.
   *
   * @param text its text, or why it cannot be read
   * @param readable which of the two
   */
  record Content(String text, boolean readable) {
    // Written out, as what the JVM makes in their place takes it 8 ms at the first call.

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Content content
          && content.readable == readable
          && content.text.equals(text);
    }

    @Override
    public int hashCode() {
      return text.hashCode();
    }
  }

  Path file(String pid) {
    return path.resolve(pid + ".cfg");
  }

  /** What is there, by the configuration's identity, which is the name without {@code .cfg}. */
  Map<String, Content> read() {
    Map<String, Content> found = new TreeMap<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(path, "metricbay.*.cfg")) {
      for (Path file : files) {
        Matcher name = NAME.matcher(String.valueOf(file.getFileName()));
        // Not from a pipe, which might never end.
        if (name.matches() && Files.isRegularFile(file)) {
          read(name.group(1), file, found);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      // There is no such folder, or not any more.
      return found;
    }
    return found;
  }

  private void read(String pid, Path file, Map<String, Content> found) {
    try {
      Optional<String> objection =
          trust.isPresent() ? trust.get().objectionToFile(file) : Optional.empty();
      if (objection.isPresent()) {
        found.put(pid, new Content(objection.get(), false));
      } else if (Files.size(file) > LARGEST) {
        found.put(pid, new Content("is larger than " + LARGEST + " bytes", false));
      } else {
        found.put(pid, new Content(Files.readString(file), true));
      }
    } catch (NoSuchFileException e) {
      // It went at this very moment.
      return;
    } catch (CharacterCodingException e) {
      found.put(pid, new Content("is not UTF-8", false));
    } catch (IOException e) {
      found.put(pid, new Content("cannot be read: " + e, false));
    }
  }
}
