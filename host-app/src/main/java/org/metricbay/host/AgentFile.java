package org.metricbay.host;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.metricbay.core.config.ConfigText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The agent's own file {@code metricbay.cfg}, of the same format as the plugins'. It is read at the
 * start; later changes are logged, as they need a restart. Not for two threads at once.
 */
final class AgentFile {
  private static final long LARGEST = 1 << 20;

  /** Of the object, as the class is used before logging is set up. */
  private final Logger log = LoggerFactory.getLogger("metricbay.config");

  private final Path file;
  private final Map<String, String> atStart;
  private String told = "";

  /** What of it tells that it has changed. */
  private String seen;

  AgentFile(Path file, Map<String, String> atStart) {
    this.file = file;
    this.atStart = atStart;
    this.seen = stamp();
  }

  /** What it says; nothing if it is missing. */
  static Map<String, String> read(Path file) throws UserException {
    try {
      if (Files.size(file) > LARGEST) {
        throw new UserException(file + " is larger than " + LARGEST + " bytes");
      }
      return ConfigText.parse(Files.readString(file));
    } catch (NoSuchFileException e) {
      return Map.of();
    } catch (CharacterCodingException e) {
      throw new UserException(file + " is not UTF-8: save it so");
    } catch (IOException e) {
      throw new UserException(file + " cannot be read: " + e);
    } catch (IllegalArgumentException e) {
      throw new UserException(file + ": " + e.getMessage());
    }
  }

  /** Checks whether it has changed; cheap if not. To be called every few seconds. */
  void look() {
    String now = stamp();
    if (now.equals(seen)) {
      return;
    }
    seen = now;
    String line = line();
    if (!line.equals(told)) {
      told = line;
      log.warn("{}{}", file, line.isEmpty() ? " is again as it was at the start" : line);
    }
  }

  private String line() {
    try {
      Map<String, String> now = read(file);
      Set<String> differ = new TreeSet<>(now.keySet());
      differ.addAll(atStart.keySet());
      differ.removeIf(key -> Objects.equals(now.get(key), atStart.get(key)));
      return differ.isEmpty()
          ? ""
          : " has changed: restart the agent for " + String.join(", ", differ) + " to take effect";
    } catch (UserException e) {
      return " has changed, and the agent would not start with it: " + e.getMessage();
    }
  }

  private String stamp() {
    try {
      return Files.getLastModifiedTime(file) + " " + Files.size(file);
    } catch (IOException e) {
      return "";
    }
  }
}
