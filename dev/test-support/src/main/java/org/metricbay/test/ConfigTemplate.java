package org.metricbay.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.metricbay.platform.BundleConfig;

/** The commented configuration files that are shipped in {@code conf/}. */
public final class ConfigTemplate {
  private static final Path CONF = Path.of("..", "conf");
  private static final Pattern LINE = Pattern.compile("#([a-z][\\w.-]*) =(.*)");

  private ConfigTemplate() {}

  /**
   * Asserts that a bundle's file holds comments only, that these name every key, and that all lines
   * together are what is in force without them.
   *
   * @param pid the name of the file without {@code .cfg}
   * @param settings makes the bundle's settings from what a file says
   */
  public static void assertShowsDefaults(
      String pid, Function<Map<String, ?>, BundleConfig<?>> settings) throws IOException {
    Map<String, String> lines = lines(CONF.resolve(pid + ".cfg"));
    BundleConfig<?> usual = settings.apply(Map.of());
    BundleConfig<?> shown = settings.apply(lines);
    assertNull(shown.problem().orElse(null));
    assertEquals(usual.keys(), lines.keySet());
    for (String key : usual.keys()) {
      String collector = key.replaceFirst("^collectors\\.", "");
      assertEquals(usual.isOn(collector), shown.isOn(collector), key);
    }
    assertEquals(String.valueOf(usual.get()), String.valueOf(shown.get()));
  }

  /** What the lines say once the # is removed. */
  private static Map<String, String> lines(Path file) throws IOException {
    Map<String, String> lines = new TreeMap<>();
    for (String line : Files.readAllLines(file)) {
      assertTrue(line.isEmpty() || line.startsWith("#"), line);
      Matcher matcher = LINE.matcher(line);
      if (matcher.matches()) {
        assertNull(lines.put(matcher.group(1), matcher.group(2).strip()), line);
      }
    }
    return lines;
  }
}
