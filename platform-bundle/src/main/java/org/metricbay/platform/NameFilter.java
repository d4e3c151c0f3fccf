package org.metricbay.platform;

import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Chooses by name which devices or the like a collector exposes.
 *
 * @param include if there, only those in whose name it is found
 * @param exclude if there, only those in whose name it is not found
 */
@ProviderType
public record NameFilter(Optional<Pattern> include, Optional<Pattern> exclude)
    implements Predicate<String> {

  /**
   * Reads {@code KEY-include} and {@code KEY-exclude}; without them all are accepted.
   *
   * @throws IllegalArgumentException if one is no regular expression, or both are given
   */
  public static NameFilter read(ConfigValues values, String key) {
    String includeKey = key + "-include";
    String excludeKey = key + "-exclude";
    Optional<Pattern> include = pattern(values, includeKey);
    Optional<Pattern> exclude = pattern(values, excludeKey);
    if (include.isPresent() && exclude.isPresent()) {
      throw values.wrong(includeKey, "cannot be given together with " + excludeKey);
    }
    return new NameFilter(include, exclude);
  }

  /**
   * The same, with names that are left out unless either key is given.
   *
   * @param usual the regular expression that {@code KEY-exclude} has by default
   */
  public static NameFilter read(ConfigValues values, String key, String usual) {
    NameFilter given = read(values, key);
    boolean none = given.include.isEmpty() && given.exclude.isEmpty();
    return none ? new NameFilter(Optional.empty(), Optional.of(Pattern.compile(usual))) : given;
  }

  private static Optional<Pattern> pattern(ConfigValues values, String key) {
    return values.text(key).map(text -> values.pattern(key, text));
  }

  /** Whether a thing of this name is reported. */
  @Override
  public boolean test(String name) {
    return (include.isEmpty() || include.get().matcher(name).find())
        && (exclude.isEmpty() || !exclude.get().matcher(name).find());
  }
}
