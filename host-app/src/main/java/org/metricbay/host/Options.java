package org.metricbay.host;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What the user asked for: the command line goes before the environment, that before {@code
 * conf/metricbay.cfg}, that before the defaults. Values are checked here as far as they can be
 * without touching the network.
 */
final class Options {
  static final String FILE = "metricbay.cfg";

  private static final Set<String> LEVELS = Set.of("error", "warn", "info", "debug");

  /** Settings of the engine and the deployer, in the file only, and the properties they become. */
  private static final List<String> FILE_ONLY =
      List.of(
          "collect.timeout",
          "collect.max-series",
          "collect.max-bytes",
          "deploy.start-timeout",
          "deploy.trial-timeout",
          "deploy.quiet",
          "deploy.rollback-after");

  private static final Set<String> WHOLE = Set.of("collect.max-series", "collect.max-bytes");

  /** Times of which zero means something; any other would let no plugin run. */
  private static final Set<String> MAY_BE_ZERO = Set.of("deploy.quiet", "deploy.rollback-after");

  private static final double LONGEST_SECONDS = 1_000_000;

  private final Path home;
  private final Map<Option, String> values = new EnumMap<>(Option.class);

  /** Where each value came from, for messages. */
  private final Map<Option, String> origins = new EnumMap<>(Option.class);

  private final Map<String, String> fileOnly = new TreeMap<>();

  private Options(Path home) {
    this.home = home;
  }

  /**
   * Reads all sources.
   *
   * @param home the folder that defaults are relative to
   * @throws UserException if something is unknown or wrong; the message names its source
   */
  static Options of(Path home, List<String> arguments, Map<String, String> environment)
      throws UserException {
    Options options = new Options(home);
    options.takeArguments(arguments);
    options.takeEnvironment(environment);
    options.takeFile(options.folder(Option.CONF).resolve(FILE));
    options.check();
    return options;
  }

  private void takeArguments(List<String> arguments) throws UserException {
    for (int i = 0; i < arguments.size(); i++) {
      String[] parts = arguments.get(i).split("=", 2);
      Option option = optionOf(parts[0]);
      if (option.isSwitch() && parts.length == 1) {
        set(option, "true", option.flag());
      } else if (parts.length == 2) {
        set(option, parts[1], option.flag());
      } else if (i + 1 < arguments.size()) {
        i++;
        set(option, arguments.get(i), option.flag());
      } else {
        throw new UserException(
            option.flag() + " needs a value: " + option.flag() + " " + option.value);
      }
    }
  }

  private static Option optionOf(String flag) throws UserException {
    Optional<Option> option =
        flag.startsWith("--") ? Option.ofKey(flag.substring(2)) : Optional.empty();
    if (option.isEmpty()) {
      throw new UserException("unknown option " + flag + "; './metricbay help' lists all");
    }
    return option.get();
  }

  private void takeEnvironment(Map<String, String> environment) throws UserException {
    for (Option option : Option.values()) {
      String value = environment.get(option.variable());
      if (value != null && !value.isBlank() && !values.containsKey(option)) {
        set(option, value, option.variable());
      }
    }
  }

  private void takeFile(Path file) throws UserException {
    Properties properties = new Properties();
    try (Reader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      properties.load(in);
    } catch (java.nio.file.NoSuchFileException e) {
      return;
    } catch (IOException | IllegalArgumentException e) {
      throw new UserException(file + " cannot be read: " + e.getMessage());
    }
    for (String key : properties.stringPropertyNames()) {
      String value = properties.getProperty(key).trim();
      Optional<Option> option = Option.ofKey(key).filter(o -> o != Option.CONF);
      if (option.isPresent() && !values.containsKey(option.get())) {
        set(option.get(), value, file + ", " + key);
      } else if (FILE_ONLY.contains(key)) {
        fileOnly.put(
            key,
            WHOLE.contains(key)
                ? wholeNumber(value, file + ", " + key)
                : seconds(key, value, file + ", " + key));
      } else if (option.isEmpty()) {
        throw new UserException(file + " has the unknown key " + key + "; keys are " + keys());
      }
    }
  }

  private static String keys() {
    return Arrays.stream(Option.values())
            .filter(option -> option != Option.CONF)
            .map(Option::key)
            .collect(Collectors.joining(", "))
        + ", "
        + String.join(", ", FILE_ONLY);
  }

  private static String seconds(String key, String value, String origin) throws UserException {
    try {
      double seconds = Double.parseDouble(value);
      // Smaller ones would be rounded to zero.
      boolean enough = seconds >= 0.001 || (seconds == 0 && MAY_BE_ZERO.contains(key));
      if (enough && seconds <= LONGEST_SECONDS) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    throw new UserException(
        origin
            + " is \""
            + value
            + "\": give a number of seconds from "
            + (MAY_BE_ZERO.contains(key) ? "0" : "0.001")
            + " to 1000000");
  }

  private static String wholeNumber(String value, String origin) throws UserException {
    try {
      if (Integer.parseInt(value) >= 0) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    throw new UserException(
        origin + " is \"" + value + "\": give a whole number from 0 to " + Integer.MAX_VALUE);
  }

  private void set(Option option, String value, String origin) throws UserException {
    if (option.isSwitch() && !value.equals("true") && !value.equals("false")) {
      throw new UserException(origin + " is \"" + value + "\": give true or false");
    }
    if (value.isBlank()) {
      throw new UserException(origin + " has no value: give one, or leave it out");
    }
    values.put(option, value);
    origins.put(option, origin);
  }

  private void check() throws UserException {
    port();
    if (!LEVELS.contains(logLevel())) {
      throw wrong(Option.LOG_LEVEL, "give error, warn, info or debug");
    }
    if (!Set.of("kernel", "oshi").contains(source())) {
      throw wrong(Option.SOURCE, "give kernel or oshi");
    }
  }

  private UserException wrong(Option option, String hint) {
    return new UserException(origins.get(option) + " is \"" + values.get(option) + "\": " + hint);
  }

  String host() {
    return values.getOrDefault(Option.HOST, "127.0.0.1");
  }

  int port() throws UserException {
    try {
      int port = Integer.parseInt(values.getOrDefault(Option.PORT, "8000"));
      if (port >= 0 && port <= 65535) {
        return port;
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    throw wrong(Option.PORT, "give a port from 1 to 65535, or 0 for a free one");
  }

  String logLevel() {
    return values.getOrDefault(Option.LOG_LEVEL, "info");
  }

  String source() {
    return values.getOrDefault(Option.SOURCE, "kernel");
  }

  boolean is(Option option) {
    return "true".equals(values.get(option));
  }

  /** Whether the user named a value. */
  boolean has(Option option) {
    return values.containsKey(option);
  }

  /** The folder for deploy, data or conf: as named, else the usual one below home. */
  Path folder(Option option) throws UserException {
    String usual = option == Option.DEPLOY ? "bundles-deploy" : option.key();
    return has(option) ? path(option) : home.resolve(usual);
  }

  /** The path that the user named, from the root. */
  Path path(Option option) throws UserException {
    return named(option).toAbsolutePath().normalize();
  }

  private Path named(Option option) throws UserException {
    try {
      return Path.of(values.getOrDefault(option, ""));
    } catch (InvalidPathException e) {
      throw wrong(option, "that is no path: " + e.getReason());
    }
  }

  /** The settings for the bundles, as framework properties. */
  Map<String, String> frameworkProperties() throws UserException {
    Map<String, String> properties = new HashMap<>();
    for (Option root : List.of(Option.PROCFS, Option.SYSFS, Option.UDEVDATA, Option.ROOTFS)) {
      if (has(root)) {
        // As it is named: a few metrics have it in a label.
        properties.put("metricbay." + root.key(), named(root).toString());
      }
    }
    if (has(Option.REQUIRE_SIGNED)) {
      properties.put("metricbay.require-signed", path(Option.REQUIRE_SIGNED).toString());
    }
    if (is(Option.ALLOW_SHARED_DEPLOY)) {
      properties.put("metricbay.allow-shared-deploy", "true");
    }
    properties.put("metricbay.source", source());
    properties.put("metricbay.deploy", folder(Option.DEPLOY).toString());
    properties.put("metricbay.conf", folder(Option.CONF).toString());
    properties.put("metricbay.data", folder(Option.DATA).toString());
    fileOnly.forEach((key, value) -> properties.put("metricbay." + key, value));
    return properties;
  }
}
