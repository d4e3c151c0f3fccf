package org.metricbay.platform;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the agent and a bundle's settings tell each other of a configuration beside its values: the
 * one in properties of the configuration, which services do not show, the other in properties of
 * the settings' service. Neither needs a class of the other for it.
 */
final class ConfigHandover {
  /** Which file it comes from. */
  private static final String FILE = ".metricbay.file";

  /** Which hand-over it is, for the answer. */
  private static final String REVISION = ".metricbay.revision";

  /** Keys and values in turn: what was good last, where this is something else. */
  private static final String LAST_GOOD = ".metricbay.last-good";

  /** There if this is not what the file says, as that cannot be read. */
  private static final String IN_PLACE = ".metricbay.in-place";

  private ConfigHandover() {}

  /** What a bundle does as it is configured to. */
  enum InForce {
    /** What was handed over last. */
    GIVEN("it is in force"),
    /** What was handed over before. */
    BEFORE("the configuration before stays in force"),
    /** What was good in a former run. */
    LAST_GOOD("the last good configuration is in force"),
    /** Nothing was good yet. */
    DEFAULTS("the defaults are in force");

    private final String words;

    InForce(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  static Optional<String> source(Map<String, ?> properties) {
    return Optional.ofNullable(properties.get(FILE)).map(Object::toString);
  }

  static boolean isInPlaceOfFile(Map<String, ?> properties) {
    return properties.containsKey(IN_PLACE);
  }

  static Optional<Map<String, String>> lastGood(Map<String, ?> properties) {
    if (!(properties.get(LAST_GOOD) instanceof String[] pairs)) {
      return Optional.empty();
    }
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i + 1 < pairs.length; i += 2) {
      values.put(pairs[i], pairs[i + 1]);
    }
    return Optional.of(values);
  }

  /** What to say of a configuration that was taken or refused. */
  static Map<String, Object> verdict(
      String pid, Map<String, ?> properties, Optional<String> problem, InForce inForce) {
    if (!(properties.get(REVISION) instanceof Long revision)) {
      return Map.of();
    }
    Map<String, Object> verdict = new HashMap<>();
    verdict.put("metricbay.config.pid", pid);
    verdict.put("metricbay.config.revision", revision);
    verdict.put("metricbay.config.in-force", inForce.words());
    problem.ifPresent(reason -> verdict.put("metricbay.config.problem", reason));
    return verdict;
  }
}
