package org.metricbay.platform;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A configuration as its file gives it, read key by key with checks. A key that is missing, or has
 * no value, gives the default. For use by one thread.
 */
@ProviderType
public final class ConfigValues {
  /** What OSGi services add to a configuration. */
  private static final Pattern NOT_FROM_THE_FILE =
      Pattern.compile("(service|component|osgi|felix)?\\..*|objectClass");

  private static final int LONGEST_SECRET = 1 << 16;
  private static final Pattern LINE_BREAKS = Pattern.compile("[\\r\\n]+\\z");

  private final Map<String, String> given = new HashMap<>();
  private final Set<String> asked = new HashSet<>();

  /** Takes a configuration as Declarative Services hands it to a component. */
  public ConfigValues(Map<String, ?> properties) {
    properties.forEach(
        (key, value) -> {
          if (!NOT_FROM_THE_FILE.matcher(key).matches()) {
            given.put(key, String.valueOf(value).strip());
          }
        });
  }

  /**
   * A value that is true or false.
   *
   * @throws IllegalArgumentException if it is anything else; the message says the key and why
   */
  public boolean flag(String key, boolean usual) {
    return switch (text(key).orElse(Boolean.toString(usual))) {
      case "true" -> true;
      case "false" -> false;
      default -> throw wrong(key, "must be true or false");
    };
  }

  /**
   * A regular expression.
   *
   * @throws IllegalArgumentException if it is none; the message says the key and why
   */
  public Pattern pattern(String key, String usual) {
    String expression = text(key).orElse(usual);
    try {
      return Pattern.compile(expression);
    } catch (PatternSyntaxException e) {
      throw wrong(
          key, "is not a regular expression: " + e.getDescription() + " at " + e.getIndex());
    }
  }

  /** A text; empty if the key is missing or has no value. */
  public Optional<String> text(String key) {
    asked.add(key);
    return Optional.ofNullable(given.get(key)).filter(text -> !text.isEmpty());
  }

  /**
   * A password or the like: the value of the key, or what the file holds that {@code KEY.file}
   * names, without line breaks at its end. The file is read now; empty if neither key is there.
   *
   * @throws IllegalArgumentException if both are there, or the file cannot be read
   * @since 1.1
   */
  public Optional<Secret> secret(String key) {
    Optional<String> value = text(key);
    String fileKey = key + ".file";
    Optional<String> file = text(fileKey);
    if (value.isPresent() && file.isPresent()) {
      throw wrong(key, "is there, and " + fileKey + " too: keep one of them");
    }
    return file.isPresent()
        ? Optional.of(new Secret(contentOf(file.get(), fileKey)))
        : value.map(Secret::new);
  }

  private String contentOf(String file, String key) {
    try (InputStream in = Files.newInputStream(Path.of(file))) {
      byte[] bytes = in.readNBytes(LONGEST_SECRET + 1);
      if (bytes.length > LONGEST_SECRET) {
        throw wrong(key, "names a file of more than " + LONGEST_SECRET + " bytes");
      }
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      String secret = LINE_BREAKS.matcher(text).replaceFirst("");
      if (secret.isEmpty()) {
        throw wrong(key, "names an empty file");
      }
      return secret;
    } catch (CharacterCodingException e) {
      throw wrong(key, "names a file that is not UTF-8");
    } catch (IOException | InvalidPathException e) {
      throw wrong(key, "names no file that can be read: " + e.getClass().getSimpleName());
    }
  }

  /**
   * What to throw when a value is refused: names the key and the reason. Not the value, which may
   * be a secret in the wrong place, as the message is logged.
   */
  public IllegalArgumentException wrong(String key, String reason) {
    return new IllegalArgumentException(key + ": " + reason);
  }

  /** All that is given; not for messages or logs, but for the keys. */
  SortedMap<String, String> given() {
    return new TreeMap<>(given);
  }

  /** The keys that were asked for, hence all that there are. */
  SortedSet<String> asked() {
    return new TreeSet<>(asked);
  }

  /** Refuses keys that nobody has asked for: most likely they are misspelt. */
  void checkAllAsked() {
    SortedSet<String> unknown = new TreeSet<>(given.keySet());
    unknown.removeAll(asked);
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          String.join(", ", unknown) + ": no such key; there are " + String.join(", ", asked()));
    }
  }
}
