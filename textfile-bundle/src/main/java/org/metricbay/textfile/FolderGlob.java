package org.metricbay.textfile;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.metricbay.text.FileNames;

/**
 * A folder, or a pattern for folders as Go's {@code filepath.Glob} has it: {@code *}, {@code ?} and
 * {@code [a-z]} or {@code [^a-z]}, each within one name.
 */
final class FolderGlob {
  private final Path start;

  /** The names below {@code start}, each a pattern. */
  private final List<Pattern> names;

  /** What is left if nothing matches: read as it stands, and so told as missing. */
  private final Path literal;

  private FolderGlob(Path start, List<Pattern> names, Path literal) {
    this.start = start;
    this.names = names;
    this.literal = literal;
  }

  /**
   * Reads a pattern.
   *
   * @throws IllegalArgumentException if it is none, or is not absolute; says why
   */
  static FolderGlob of(String text) {
    try {
      String[] parts = text.split("/", -1);
      int fixed = 0;
      while (fixed < parts.length && !isPattern(parts[fixed])) {
        fixed++;
      }
      String fixedPart = String.join("/", List.of(parts).subList(0, fixed));
      Path start = FileNames.path(fixed == 1 ? fixedPart + "/" : fixedPart);
      if (fixed == 0 || !start.isAbsolute()) {
        throw new IllegalArgumentException("must be an absolute path");
      }
      List<Pattern> names = new ArrayList<>();
      for (String part : List.of(parts).subList(fixed, parts.length)) {
        if (!part.isEmpty()) {
          names.add(Pattern.compile(expression(part), Pattern.DOTALL));
        }
      }
      return new FolderGlob(
          start.normalize(), names, names.isEmpty() ? start.normalize() : FileNames.path(text));
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("must be a path or pattern: " + e.getReason(), e);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException("must be a path or pattern: " + e.getDescription(), e);
    }
  }

  private static boolean isPattern(String name) {
    return name.chars().anyMatch(c -> "*?[".indexOf(c) >= 0);
  }

  private static String expression(String name) {
    StringBuilder expression = new StringBuilder();
    boolean inSet = false;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (inSet) {
        inSet = c != ']';
        expression.append("^-]".indexOf(c) >= 0 ? String.valueOf(c) : literal(c));
      } else if (c == '[') {
        inSet = true;
        expression.append(c);
      } else {
        expression.append(c == '*' ? ".*" : c == '?' ? "." : literal(c));
      }
    }
    return expression.toString();
  }

  private static String literal(char c) {
    return Character.isLetterOrDigit(c) ? String.valueOf(c) : "\\" + c;
  }

  /** What matches now, sorted; if nothing does, the pattern itself. */
  List<Path> folders() {
    List<Path> found = List.of(start);
    for (Pattern name : names) {
      List<Path> next = new ArrayList<>();
      for (Path folder : found) {
        next.addAll(matching(folder, name));
      }
      found = next;
    }
    return found.isEmpty() ? List.of(literal) : found;
  }

  private static List<Path> matching(Path folder, Pattern name) {
    List<Path> matching = new ArrayList<>();
    try (DirectoryStream<Path> entries =
        Files.newDirectoryStream(
            folder, entry -> name.matcher(entry.getFileName().toString()).matches())) {
      entries.forEach(matching::add);
    } catch (IOException | DirectoryIteratorException unreadable) {
      // As with node_exporter: what cannot be looked into has no matches.
      return List.of();
    }
    matching.sort(null);
    return matching;
  }

  @Override
  public String toString() {
    return literal.toString();
  }
}
