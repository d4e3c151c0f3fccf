package org.metricbay.host;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the user asked for: the command line overrides the environment, which overrides {@code
 * conf/metricbay.cfg}, which overrides the defaults. Values are checked here as far as they can be
 * without touching the network.
 */
final class Options {
  static final String FILE = "metricbay.cfg";

  private static final Set<String> LEVELS = Set.of("error", "warn", "info", "debug");

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
  private final Map<Setting, String> settings = new EnumMap<>(Setting.class);
  private final List<String> warnings = new ArrayList<>();
  private Map<String, String> file = Map.of();

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
    options.takeEnvironment(new Environment(environment));
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
            () ->
                new UserException(
                    "unknown option "
                        + flag
                        + Nearest.hint(flag, Stream.of(Option.values()).map(Option::flag).toList())
                        + "; './metricbay help' lists all"));
  }

  private void takeEnvironment(Environment environment) throws UserException {
    warnings.addAll(environment.warnings());
    for (Option option : Option.values()) {
      String value = environment.variables().get(option.variable());
      if (value != null && !values.containsKey(option)) {
        set(option, value, option.variable(), Source.ENVIRONMENT);
      }
    }
    for (Setting setting : Setting.values()) {
      String value = environment.variables().get(setting.variable());
      if (value != null) {
        setting.check(value.strip(), setting.variable());
        settings.put(setting, value.strip());
      }
    }
  }

  private void takeFile(Path path) throws UserException {
    file = AgentFile.read(path);
    for (Map.Entry<String, String> line : file.entrySet()) {
      String key = line.getKey();
      String origin = path + ", " + key;
      Optional<Option> option = Option.ofKey(key).filter(o -> o != Option.CONF);
      Optional<Setting> setting = Setting.ofKey(key);
      if (option.isEmpty() && setting.isEmpty()) {
        throw new UserException(
            path
                + " has the unknown key "
                + key
                + Nearest.hint(key, keys())
                + "; keys are "
                + String.join(", ", keys()));
      }
      if (line.getValue().isEmpty()) {
        // As in the plugins' files: it counts as absent.
        continue;
      }
      if (option.isPresent() && !values.containsKey(option.get())) {
        set(option.get(), line.getValue(), origin, Source.FILE);
      } else if (setting.isPresent()) {
        setting.get().check(line.getValue(), origin);
        settings.putIfAbsent(setting.get(), line.getValue());
      }
    }
  }

  private static List<String> keys() {
    return Stream.concat(
            Stream.of(Option.values()).filter(option -> option != Option.CONF).map(Option::key),
            Stream.of(Setting.values()).map(setting -> setting.key))
        .toList();
  }

  private void set(Option option, String given, String origin, Source source) throws UserException {
    String value = usualForm(option, given);
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

  /** People write the same in several ways. */
  private static String usualForm(Option option, String value) {
    String small = value.strip().toLowerCase(Locale.ROOT);
    if (option == Option.LOG_LEVEL) {
      return small.equals("warning") ? "warn" : small;
    }
    if (option.isSwitch()) {
      return small.equals("1") ? "true" : small.equals("0") ? "false" : small;
    }
    return value;
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
    // The default one needs no check of how hosts are written.
    return has(Option.HOST)
        ? ListenAddress.of(valueOf(Option.HOST, ""), port())
            .orElseThrow(
                () -> wrong(Option.HOST, "give a host name or address, without a port, or *"))
        : new ListenAddress(ListenAddress.LOCALHOST, port());
  }

  /** What was asked for and is not done, for the log: one may have forgotten the other. */
  Optional<String> unusedPlace() throws UserException {
    Given listen = values.get(Option.LISTEN);
    if (listen == null || listen().equals(List.of(hostAndPort()))) {
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

  /** What was said to no effect, for the log. */
  List<String> warnings() throws UserException {
    return Stream.concat(warnings.stream(), unusedPlace().stream()).toList();
  }

  /** The agent's own file as it is now. */
  AgentFile ownFile() throws UserException {
    return new AgentFile(folder(Option.CONF).resolve(FILE), file);
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

  /** The folder for deploy, data or conf: as named, otherwise the default one below home. */
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
      Path path = Path.of(valueOf(option, ""));
      Given given = values.get(option);
      // Who writes a file does not know from where the agent will be started.
      return given != null && given.source == Source.FILE ? home.resolve(path) : path;
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
    settings.forEach((setting, value) -> properties.put(setting.property(), value));
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
    rest.settings.putAll(settings);
    rest.warnings.addAll(warnings);
    rest.file = file;
    return rest;
  }
}
