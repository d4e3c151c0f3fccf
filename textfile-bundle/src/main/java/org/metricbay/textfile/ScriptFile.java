package org.metricbay.textfile;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.metricbay.text.FileNames;

/**
 * A file in the folder of scripts that someone means to be run.
 *
 * @param path where it is
 * @param refusal why it is not run nevertheless; empty if it is
 */
record ScriptFile(Path path, Optional<String> refusal) {
  private static final int MOST = 100;
  private static final Set<PosixFilePermission> ANY_EXECUTE =
      Set.of(
          PosixFilePermission.OWNER_EXECUTE,
          PosixFilePermission.GROUP_EXECUTE,
          PosixFilePermission.OTHERS_EXECUTE);

  String name() {
    return FileNames.of(path);
  }

  /**
   * Finds all, sorted by name. Not among them: hidden files, editors' backups, and files that
   * nobody may execute, such as a README.
   *
   * @throws IOException if the folder cannot be read or others could put files into it
   */
  static List<ScriptFile> list(Path folder) throws IOException {
    PosixFileAttributes attributes = attributes(folder, "the folder");
    if (!attributes.isDirectory()) {
      throw new IOException("is not a folder");
    }
    Optional<String> others = otherWriters(attributes);
    if (others.isEmpty()) {
      others = Owners.foreign(folder);
    }
    if (others.isEmpty()) {
      others = Owners.above(folder);
    }
    if (others.isPresent()) {
      throw new IOException(others.get() + ": no script in it is run");
    }
    List<ScriptFile> scripts = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, ScriptFile::isMeant)) {
      for (Path entry : entries) {
        read(entry).ifPresent(scripts::add);
        if (scripts.size() > MOST) {
          throw new IOException("has more than " + MOST + " scripts");
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    scripts.sort((a, b) -> a.name().compareTo(b.name()));
    return scripts;
  }

  private static boolean isMeant(Path path) {
    String name = path.getFileName().toString();
    return !name.startsWith(".") && !name.endsWith("~");
  }

  private static Optional<ScriptFile> read(Path path) throws IOException {
    PosixFileAttributes attributes;
    try {
      attributes = attributes(path, "it", LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException removedJustNow) {
      return Optional.empty();
    }
    if (attributes.isSymbolicLink()) {
      return Optional.of(
          new ScriptFile(path, Optional.of("is a symbolic link; put the program itself here")));
    }
    if (!attributes.isRegularFile()
        || attributes.permissions().stream().noneMatch(ANY_EXECUTE::contains)) {
      return Optional.empty();
    }
    return Optional.of(new ScriptFile(path, refusal(path, attributes)));
  }

  private static Optional<String> refusal(Path path, PosixFileAttributes attributes)
      throws IOException {
    Optional<String> writers = otherWriters(attributes);
    if (writers.isPresent()) {
      return writers;
    }
    Optional<String> owner = Owners.foreign(path, LinkOption.NOFOLLOW_LINKS);
    if (owner.isPresent()) {
      return owner;
    }
    if (!Files.isExecutable(path)) {
      return Optional.of("the agent may not execute it");
    }
    return canBeNamed(path)
        ? Optional.empty()
        : Optional.of("its name cannot be written in the agent's locale; rename it");
  }

  /** A program is started by its name as text, which not every name is. */
  private static boolean canBeNamed(Path path) {
    try {
      return Path.of(path.toString()).equals(path);
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private static PosixFileAttributes attributes(Path path, String what, LinkOption... options)
      throws IOException {
    try {
      return Files.readAttributes(path, PosixFileAttributes.class, options);
    } catch (UnsupportedOperationException e) {
      throw new IOException("this system does not tell who may write " + what, e);
    }
  }

  private static Optional<String> otherWriters(PosixFileAttributes attributes) {
    Set<PosixFilePermission> permissions = attributes.permissions();
    if (permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
      return Optional.of("everyone may write it; chmod go-w");
    }
    return permissions.contains(PosixFilePermission.GROUP_WRITE)
        ? Optional.of("its group may write it; chmod go-w")
        : Optional.empty();
  }
}
