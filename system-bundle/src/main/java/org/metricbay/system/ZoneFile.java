package org.metricbay.system;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a time zone is called, from its compiled file, whose last line is a rule as in the variable
 * {@code TZ} (<a href="https://www.rfc-editor.org/rfc/rfc8536#section-3.3">RFC 8536</a>):
 *
 * <pre>
 * CET-1CEST,M3.5.0,M10.5.0/3
 * </pre>
 *
 * node_exporter has its names from there, too. The JVM has others for zones that are named by
 * numbers, as {@code BRT} for {@code -03}.
 */
final class ZoneFile {
  private static final int SECONDS_PER_HOUR = 3600;
  private static final int SECONDS_PER_MINUTE = 60;

  private static final String NAME = "(?:<([A-Za-z0-9+-]+)>|([A-Za-z]{3,}))";
  private static final String WEST = "([+-]?)(\\d{1,3})(?::(\\d\\d))?(?::(\\d\\d))?";
  private static final Pattern NAME_AND_OFFSET = Pattern.compile(NAME + WEST);
  private static final Pattern NAME_ALONE = Pattern.compile(NAME);

  private ZoneFile() {}

  /**
   * The zone's name while it is so far east of UTC; empty if the file is missing or does not tell.
   *
   * @param folder where the files are, by the zones' identifiers
   * @param offset in seconds
   */
  static Optional<String> abbreviation(Path folder, String zone, int offset) {
    try {
      byte[] bytes = Files.readAllBytes(folder.resolve(zone));
      String text = new String(bytes, StandardCharsets.ISO_8859_1);
      return text.startsWith("TZif")
          ? abbreviation(text.substring(text.stripTrailing().lastIndexOf('\n') + 1), offset)
          : Optional.empty();
    } catch (IOException | InvalidPathException e) {
      return Optional.empty();
    }
  }

  /** The same from a rule. */
  static Optional<String> abbreviation(String rule, int offset) {
    Matcher standard = NAME_AND_OFFSET.matcher(rule);
    if (!standard.lookingAt()) {
      return Optional.empty();
    }
    int usual = secondsEast(standard);
    if (usual == offset) {
      return Optional.of(name(standard));
    }
    Matcher summer = NAME_AND_OFFSET.matcher(rule).region(standard.end(), rule.length());
    if (summer.lookingAt()) {
      return secondsEast(summer) == offset ? Optional.of(name(summer)) : Optional.empty();
    }
    summer.usePattern(NAME_ALONE);
    return summer.lookingAt() && usual + SECONDS_PER_HOUR == offset
        ? Optional.of(name(summer))
        : Optional.empty();
  }

  private static String name(Matcher found) {
    return found.group(1) == null ? found.group(2) : found.group(1);
  }

  private static int secondsEast(Matcher found) {
    int west =
        SECONDS_PER_HOUR * Integer.parseInt(found.group(4))
            + SECONDS_PER_MINUTE * number(found.group(5))
            + number(found.group(6));
    return found.group(3).equals("-") ? west : -west;
  }

  private static int number(@Nullable String digits) {
    return digits == null ? 0 : Integer.parseInt(digits);
  }
}
