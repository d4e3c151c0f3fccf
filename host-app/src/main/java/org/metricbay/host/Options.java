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
import java.util.stream.Stream;

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
          "deploy.read-timeout",
          "deploy.max-unpacked",
          "deploy.quiet",
          "deploy.rollback-after");

  private static final Set<String> WHOLE =
      Set.of("collect.max-series", "collect.max-bytes", "deploy.max-unpacked");

  /** Times of which zero means something; any other would let no plugin run. */
  private static final Set<String> MAY_BE_ZERO = Set.of("deploy.quiet", "deploy.rollback-after");

  private static final double LONGEST_SECONDS = 1_000_000;

  /** Each goes before those behind it. */
  private enum Source {
    ARGUMENTS,
    ENVIRONMENT,
    FILE
  }

  /**
   * One value.
   *
   * @param origin where it came from, for messages
   */
  private record Given(String value, String origin, Source source) {}

  private final Path home;
  private final Map<Option, Given> values = new EnumMap<>(Option.class);
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
        set(option, "true", parts[0], Source.ARGUMENTS);
      } else if (parts.length == 2) {
        set(option, parts[1], parts[0], Source.ARGUMENTS);
      } else if (i + 1 < arguments.size()) {
        i++;
        set(option, arguments.get(i), parts[0], Source.ARGUMENTS);
      } else {
        throw new UserException(parts[0] + " needs a value: " + parts[0] + " " + option.value);
      }
    }
  }

  private static Option optionOf(String flag) throws UserException {
    return Option.ofFlag(flag)
        .orElseThrow(
            () -> new UserException("unknown option " + flag + "; './metricbay help' lists all"));
  }

  private void takeEnvironment(Map<String, String> environment) throws UserException {
    for (Option option : Option.values()) {
      String value = environment.get(option.variable());
      if (value != null && !value.isBlank() && !values.containsKey(option)) {
        set(option, value, option.variable(), Source.ENVIRONMENT);
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
        set(option.get(), value, file + ", " + key, Source.FILE);
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

  private void set(Option option, String value, String origin, Source source) throws UserException {
    if (option.isSwitch() && !value.equals("true") && !value.equals("false")) {
      throw UserException.wrong(origin, value, "give true or false");
    }
    if (value.isBlank()) {
      throw new UserException(origin + " has no value: give one, or leave it out");
    }
    checkItems(option, value, origin);
    Given before = values.get(option);
    String all = before != null && option.isList() ? before.value + "," + value : value;
    values.put(option, new Given(all, origin, source));
  }

  /** Here, as only here is it known where each came from. */
  private static void checkItems(Option option, String value, String origin) throws UserException {
    if (option == Option.LISTEN) {
      List<ListenAddress> unused = ListenAddress.list(value, origin);
    } else if (option == Option.ALLOW_HOST) {
      List<String> unused = HostNames.list(value, origin);
    }
  }

  private void check() throws UserException {
    ListenAddress unused = hostAndPort();
    if (!LEVELS.contains(logLevel())) {
      throw wrong(Option.LOG_LEVEL, "give error, warn, info or debug");
    }
    if (!Set.of("kernel", "oshi").contains(source())) {
      throw wrong(Option.SOURCE, "give kernel or oshi");
    }
  }

  private UserException wrong(Option option, String hint) {
    return UserException.wrong(originOf(option), valueOf(option, ""), hint);
  }

  private String valueOf(Option option, String usual) {
    Given given = values.get(option);
    return given == null ? usual : given.value;
  }

  private String originOf(Option option) {
    Given given = values.get(option);
    return given == null ? option.flag() : given.origin;
  }

  /** Where to listen. */
  List<ListenAddress> listen() throws UserException {
    if (has(Option.LISTEN)) {
      return ListenAddress.list(valueOf(Option.LISTEN, ""), originOf(Option.LISTEN));
    }
    return List.of(hostAndPort());
  }

  private ListenAddress hostAndPort() throws UserException {
    // The usual one needs no look at how hosts are written.
    return has(Option.HOST)
        ? ListenAddress.of(valueOf(Option.HOST, ""), port())
            .orElseThrow(
                () -> wrong(Option.HOST, "give a host name or address, without a port, or *"))
        : new ListenAddress(ListenAddress.LOCALHOST, port());
  }

  /** What was asked for and is not done, for the log: one may have forgotten the other. */
  Optional<String> unusedPlace() {
    Given listen = values.get(Option.LISTEN);
    if (listen == null) {
      return Optional.empty();
    }
    String unused =
        Stream.of(Option.HOST, Option.PORT)
            .map(values::get)
            .filter(given -> given != null && given.source.compareTo(listen.source) <= 0)
            .map(Given::origin)
            .collect(Collectors.joining(", "));
    return unused.isEmpty()
        ? Optional.empty()
        : Optional.of(listen.origin + " says all addresses to listen on; not used: " + unused);
  }

  private int port() throws UserException {
    return ListenAddress.port(valueOf(Option.PORT, "8000"))
        .orElseThrow(() -> wrong(Option.PORT, "give a port from 1 to 65535, or 0 for a free one"));
  }

  String logLevel() {
    return valueOf(Option.LOG_LEVEL, "info");
  }

  String source() {
    return valueOf(Option.SOURCE, "kernel");
  }

  boolean is(Option option) {
    return valueOf(option, "false").equals("true");
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
      return Path.of(valueOf(option, ""));
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

  /** The settings of the HTTP server, as framework properties. */
  Map<String, String> httpProperties() throws UserException {
    Map<String, String> properties = new HashMap<>();
    properties.put(
        "metricbay.http.listen",
        listen().stream().map(ListenAddress::toString).collect(Collectors.joining(",")));
    if (has(Option.WEB_CONFIG)) {
      properties.put("metricbay.http.web-config", path(Option.WEB_CONFIG).toString());
    }
    if (has(Option.ALLOW_HOST)) {
      String names = valueOf(Option.ALLOW_HOST, "");
      properties.put(
          "metricbay.http.allowed-hosts",
          String.join(",", HostNames.list(names, originOf(Option.ALLOW_HOST))));
    }
    return properties;
  }

  /** The same, as if nobody had said anything of this one. */
  Options without(Option option) {
    Options rest = new Options(home);
    rest.values.putAll(values);
    rest.values.remove(option);
    rest.fileOnly.putAll(fileOnly);
    return rest;
  }
}
