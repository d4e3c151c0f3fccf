package org.metricbay.host;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The options of {@code run} and {@code print}, the same in the command line, environment, file.
 */
enum Option {
  HOST("ADDRESS", "address to listen on; * for all (localhost, both loopback addresses)"),
  PORT("PORT", "port to listen on; 0 takes a free one and prints it (8000)"),
  LISTEN(
      "ADDRESS:PORT",
      "all addresses to listen on, in place of --host and --port; repeatable",
      "web.listen-address"),
  WEB_CONFIG("FILE", "TLS and login, in Prometheus's web configuration format", "web.config.file"),
  ALLOW_HOST("NAME", "by what name a proxy may ask on a loopback address; repeatable"),
  DEPLOY("DIR", "the watched folder of plugin JARs (bundles-deploy)"),
  DATA("DIR", "bundle cache, kept JARs, log, token (data)"),
  CONF("DIR", "configuration files of the agent and its plugins (conf)"),
  PROCFS("DIR", "read this in place of /proc"),
  SYSFS("DIR", "read this in place of /sys"),
  UDEVDATA("DIR", "read this in place of /run/udev/data"),
  ROOTFS("DIR", "read this in place of /"),
  SOURCE("KIND", "where values come from: kernel, or oshi as on other systems than Linux (kernel)"),
  LOG_LEVEL("LEVEL", "error, warn, info or debug (info)"),
  REQUIRE_SIGNED("KEYSTORE", "run only plugins whose every entry is signed by a key in this store"),
  ALLOW_SHARED_DEPLOY("", "start although others may write to the watched folder, conf or data"),
  NO_CONSOLE("", "do not offer the Gogo prompt");

  /** What stands for the value in the help text; empty for an option that is on or off. */
  final String value;

  final String help;

  /** As node_exporter spells it in the command line; empty for an option that it has not. */
  private final String alias;

  Option(String value, String help) {
    this(value, help, "");
  }

  Option(String value, String help, String alias) {
    this.value = value;
    this.help = help;
    this.alias = alias;
  }

  /** What {@code metricbay help} says of it. */
  String helpText() {
    return alias.isEmpty() ? help : help + "; also --" + alias;
  }

  boolean isSwitch() {
    return value.isEmpty();
  }

  /** Whether it takes several values, with commas between them. */
  boolean isList() {
    return this == LISTEN || this == ALLOW_HOST;
  }

  /** As in the file: {@code log-level}. */
  String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** As in the command line: {@code --log-level}. */
  String flag() {
    return "--" + key();
  }

  /** As in the environment: {@code METRICBAY_LOG_LEVEL}. */
  String variable() {
    return "METRICBAY_" + name();
  }

  static Optional<Option> ofKey(String key) {
    return Stream.of(values()).filter(option -> option.key().equals(key)).findFirst();
  }

  static Optional<Option> ofFlag(String flag) {
    if (!flag.startsWith("--")) {
      return Optional.empty();
    }
    String name = flag.substring(2);
    return Stream.of(values())
        .filter(option -> option.key().equals(name) || option.alias.equals(name))
        .filter(option -> !name.isEmpty())
        .findFirst();
  }
}
