package org.metricbay.host;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** A setting of the engine or the deployer: in the file and the environment only. */
enum Setting {
  COLLECT_TIMEOUT("collect.timeout", Kind.SECONDS),
  COLLECT_MAX_SERIES("collect.max-series", Kind.COUNT),
  COLLECT_MAX_BYTES("collect.max-bytes", Kind.COUNT),
  DEPLOY_START_TIMEOUT("deploy.start-timeout", Kind.SECONDS),
  DEPLOY_TRIAL_TIMEOUT("deploy.trial-timeout", Kind.SECONDS),
  DEPLOY_READ_TIMEOUT("deploy.read-timeout", Kind.SECONDS),
  DEPLOY_MAX_UNPACKED("deploy.max-unpacked", Kind.COUNT),
  DEPLOY_QUIET("deploy.quiet", Kind.SECONDS_OR_ZERO),
  DEPLOY_ROLLBACK_AFTER("deploy.rollback-after", Kind.SECONDS_OR_ZERO);

  private static final double LONGEST_SECONDS = 1_000_000;
  private static final double SHORTEST_SECONDS = 0.001;

  /** What it may be. */
  private enum Kind {
    /** With zero no plugin would run. */
    SECONDS,
    /** Zero means something. */
    SECONDS_OR_ZERO,
    /** With zero everything would be refused. */
    COUNT
  }

  /** As in the file. */
  final String key;

  private final Kind kind;

  Setting(String key, Kind kind) {
    this.key = key;
    this.kind = kind;
  }

  /** As in the environment: {@code METRICBAY_COLLECT_MAX_SERIES}. */
  String variable() {
    return "METRICBAY_" + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  /** As a property of the framework. */
  String property() {
    return "metricbay." + key;
  }

  static Optional<Setting> ofKey(String key) {
    return Stream.of(values()).filter(setting -> setting.key.equals(key)).findFirst();
  }

  /**
   * Checks a value.
   *
   * @param origin where it came from, for the message
   */
  void check(String value, String origin) throws UserException {
    boolean good = kind == Kind.COUNT ? isCount(value) : isSeconds(value);
    if (!good) {
      String range =
          switch (kind) {
            case COUNT -> "a whole number from 1 to " + Integer.MAX_VALUE;
            case SECONDS -> "a number of seconds from 0.001 to 1000000";
            case SECONDS_OR_ZERO -> "a number of seconds from 0 to 1000000";
          };
      throw UserException.wrong(origin, value, "give " + range);
    }
  }

  private static boolean isCount(String value) {
    try {
      return Integer.parseInt(value) > 0;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private boolean isSeconds(String value) {
    try {
      double seconds = Double.parseDouble(value);
      // Smaller ones would be rounded to zero.
      return (seconds >= SHORTEST_SECONDS || (seconds == 0 && kind == Kind.SECONDS_OR_ZERO))
          && seconds <= LONGEST_SECONDS;
    } catch (NumberFormatException e) {
      return false;
    }
  }
}
