package org.metricbay.core.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a configuration file says: lines {@code key = value}, empty ones, and comments after a # at
 * the beginning. Nothing is escaped and nothing is substituted, so that a regular expression is
 * written as it is.
 */
public final class ConfigText {
  private static final Pattern LINE = Pattern.compile("\\s*([\\w.-]+)\\s*=\\s*(.*?)\\s*");

  /** OSGi's services and components put keys of their own beside those of the file. */
  private static final Pattern RESERVED = Pattern.compile("(service|component|osgi|felix)?\\..*");

  private ConfigText() {}

  /**
   * Takes a file apart.
   *
   * @throws IllegalArgumentException if a line is neither, or a key is there twice; the message
   *     says where and why
   */
  public static Map<String, String> parse(String text) {
    Map<String, String> values = new LinkedHashMap<>();
    int number = 0;
    for (String line : (Iterable<String>) withoutMark(text).lines()::iterator) {
      number++;
      if (line.isBlank() || line.stripLeading().startsWith("#")) {
        continue;
      }
      Matcher matcher = LINE.matcher(line);
      if (!matcher.matches()) {
        // Not the line itself, in which a secret may be.
        throw new IllegalArgumentException("line " + number + " is not of the form key = value");
      }
      String key = matcher.group(1);
      if (RESERVED.matcher(key).matches()) {
        throw wrong(number, key, "is not for files: OSGi uses it");
      }
      if (values.keySet().stream().anyMatch(key::equalsIgnoreCase)) {
        throw wrong(number, key, "is there already further up");
      }
      values.put(key, matcher.group(2));
    }
    return values;
  }

  private static String withoutMark(String text) {
    return text.startsWith("\ufeff") ? text.substring(1) : text;
  }

  private static IllegalArgumentException wrong(int line, String what, String reason) {
    return new IllegalArgumentException("line " + line + ": " + what + " " + reason);
  }
}
