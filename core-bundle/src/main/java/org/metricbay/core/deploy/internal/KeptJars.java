package org.metricbay.core.deploy.internal;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps on disk the JARs that ran well, so that the last good version of a plugin can be run again
 * when its file is broken, also after a restart. An index tells which JAR ran from which file. All
 * that is read is checked against its digest; what is damaged counts as not there. For use by one
 * thread.
 */
final class KeptJars {
  private static final Logger LOG = LoggerFactory.getLogger("metricbay.deploy");

  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

  private final Path folder;

  KeptJars(Path folder) {
    this.folder = folder;
  }

  /** The bytes with this digest, if they were kept and are whole. */
  Optional<byte[]> read(String digest) {
    try {
      byte[] bytes = Files.readAllBytes(jar(digest));
      return JarReader.digest(bytes).equals(digest) ? Optional.of(bytes) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** The digest for each key of the index; empty if there is none or it is damaged. */
  Map<String, String> index() {
    Properties properties = new Properties();
    try (Reader in = Files.newBufferedReader(indexFile(), StandardCharsets.UTF_8)) {
      properties.load(in);
    } catch (IOException | IllegalArgumentException e) {
      return Map.of();
    }
    Map<String, String> index = new TreeMap<>();
    for (String key : properties.stringPropertyNames()) {
      String digest = properties.getProperty(key);
      if (DIGEST.matcher(digest).matches()) {
        index.put(key, digest);
      }
    }
    return index;
  }

  boolean has(String digest) {
    return Files.exists(jar(digest));
  }

  void keep(String digest, byte[] bytes) {
    if (read(digest).isPresent()) {
      return;
    }
    try {
      Files.createDirectories(folder);
      Path written = Files.createTempFile(folder, "new", ".tmp");
      Files.write(written, bytes);
      move(written, jar(digest));
    } catch (IOException e) {
      LOG.warn(
          "cannot keep a copy in {}: {}; a broken upgrade will not survive a restart",
          folder,
          e.toString());
    }
  }

  /** Writes the index, and deletes all JARs that it does not name. */
  void saveIndex(Map<String, String> digests) {
    Properties properties = new Properties();
    properties.putAll(digests);
    try {
      Files.createDirectories(folder);
      Path written = Files.createTempFile(folder, "index", ".tmp");
      try (Writer out = Files.newBufferedWriter(written, StandardCharsets.UTF_8)) {
        properties.store(out, "Which JAR ran well from which file of the watched folder.");
      }
      move(written, indexFile());
      deleteAllBut(new HashSet<>(digests.values()));
    } catch (IOException e) {
      LOG.warn("cannot write to {}: {}", folder, e.toString());
    }
  }

  private void deleteAllBut(Set<String> digests) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.{jar,tmp}")) {
      for (Path file : files) {
        String name = String.valueOf(file.getFileName());
        if (!digests.contains(name.substring(0, name.lastIndexOf('.')))) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private Path jar(String digest) {
    return folder.resolve(digest + ".jar");
  }

  private Path indexFile() {
    return folder.resolve("index.properties");
  }

  private static void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
