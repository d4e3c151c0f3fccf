package org.metricbay.platform;

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
 * A configuration as its file gives it, read key by key with checks. A key that is not there, or
 * has no value, gives the default. For use by one thread.
 */
@ProviderType
public final class ConfigValues {
  /** What OSGi services add to a configuration. */
  private static final Pattern NOT_FROM_THE_FILE =
      Pattern.compile("(service|component|osgi|felix)?\\..*|objectClass");

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

  /** A text; empty if the key is not there or has no value. */
  public Optional<String> text(String key) {
    asked.add(key);
    return Optional.ofNullable(given.get(key)).filter(text -> !text.isEmpty());
  }

  /** What to throw when a value is refused: names the key, the value and the reason. */
  public IllegalArgumentException wrong(String key, String reason) {
    return new IllegalArgumentException(key + " = " + given.getOrDefault(key, "") + ": " + reason);
  }

  /** All that is given. */
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
