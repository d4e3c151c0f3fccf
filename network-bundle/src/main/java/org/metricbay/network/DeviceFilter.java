package org.metricbay.network;

import java.util.Optional;
import java.util.regex.Pattern;
import org.metricbay.platform.ConfigValues;

/**
 * Which devices a collector tells of.
 *
 * @param include if there, only devices in whose name it is found
 * @param exclude if there, only devices in whose name it is not found
 */
record DeviceFilter(Optional<Pattern> include, Optional<Pattern> exclude) {

  /** Reads {@code NAME.device-include} and {@code NAME.device-exclude}, not both. */
  static DeviceFilter read(ConfigValues values, String name) {
    String includeKey = name + ".device-include";
    String excludeKey = name + ".device-exclude";
    Optional<Pattern> include = pattern(values, includeKey);
    Optional<Pattern> exclude = pattern(values, excludeKey);
    if (include.isPresent() && exclude.isPresent()) {
      throw values.wrong(includeKey, "cannot be given together with " + excludeKey);
    }
    return new DeviceFilter(include, exclude);
  }

  private static Optional<Pattern> pattern(ConfigValues values, String key) {
    return values.text(key).map(text -> values.pattern(key, text));
  }

  boolean accepts(String device) {
    return include.map(pattern -> pattern.matcher(device).find()).orElse(true)
        && exclude.map(pattern -> !pattern.matcher(device).find()).orElse(true);
  }
}
