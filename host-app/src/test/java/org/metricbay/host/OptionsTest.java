package org.metricbay.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OptionsTest {
  @TempDir private Path home;

  private void file(String text) throws IOException {
    Files.writeString(Files.createDirectories(home.resolve("conf")).resolve(Options.FILE), text);
  }

  private Options options(Map<String, String> environment, String... arguments)
      throws UserException {
    return Options.of(home, List.of(arguments), environment);
  }

  private void refused(String message, Map<String, String> environment, String... arguments) {
    assertThatThrownBy(() -> options(environment, arguments))
        .isInstanceOf(UserException.class)
        .hasMessage(message);
  }

  private void fileRefused(String text, String message) throws IOException {
    file(text);
    assertThatThrownBy(() -> options(Map.of()))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith(home.resolve("conf").resolve(Options.FILE) + message);
  }

  @Test
  void hasDefaultsThatBindToThisMachineOnly() throws UserException {
    Options options = options(Map.of());
    assertThat(options.host()).isEqualTo("127.0.0.1");
    assertThat(options.port()).isEqualTo(8000);
    assertThat(options.logLevel()).isEqualTo("info");
    assertThat(options.folder(Option.DEPLOY)).isEqualTo(home.resolve("bundles-deploy"));
    assertThat(options.folder(Option.DATA)).isEqualTo(home.resolve("data"));
    assertThat(options.folder(Option.CONF)).isEqualTo(home.resolve("conf"));
    assertThat(options.is(Option.NO_CONSOLE)).isFalse();
    assertThat(options.frameworkProperties())
        .containsOnlyKeys(
            "metricbay.source", "metricbay.deploy", "metricbay.data", "metricbay.conf");
  }

  @Test
  void theCommandLineGoesBeforeTheEnvironmentAndThatBeforeTheFile() throws Exception {
    file("port = 1\nhost = file\nlog-level = warn\n");
    Map<String, String> environment =
        Map.of("METRICBAY_PORT", "2", "METRICBAY_HOST", "environment");
    Options options = options(environment, "--port", "3");
    assertThat(options.port()).isEqualTo(3);
    assertThat(options.host()).isEqualTo("environment");
    assertThat(options.logLevel()).isEqualTo("warn");
  }

  @Test
  void takesValuesAfterASpaceOrAnEqualsSign() throws UserException {
    Options options = options(Map.of(), "--port=0", "--log-level", "debug", "--no-console");
    assertThat(options.port()).isZero();
    assertThat(options.logLevel()).isEqualTo("debug");
    assertThat(options.is(Option.NO_CONSOLE)).isTrue();
    assertThat(options(Map.of(), "--no-console=false").is(Option.NO_CONSOLE)).isFalse();
    assertThat(options(Map.of("METRICBAY_NO_CONSOLE", "true")).is(Option.NO_CONSOLE)).isTrue();
  }

  @Test
  void takesTheFileFromTheFolderThatIsNamed() throws Exception {
    Path other = Files.createDirectory(home.resolve("other"));
    Files.writeString(other.resolve(Options.FILE), "port = 7");
    assertThat(options(Map.of(), "--conf", other.toString()).port()).isEqualTo(7);
    assertThat(options(Map.of("METRICBAY_CONF", other.toString())).port()).isEqualTo(7);
  }

  @Test
  void makesPathsAbsolute() throws UserException {
    assertThat(options(Map.of(), "--deploy", "a/../b").folder(Option.DEPLOY))
        .isEqualTo(Path.of("b").toAbsolutePath());
  }

  @Test
  void passesTheFilesSettingsOnToTheBundles() throws Exception {
    file("collect.timeout = 2.5\ncollect.max-series = 10\ndeploy.rollback-after = 0\n");
    assertThat(options(Map.of(), "--procfs", "/p").frameworkProperties())
        .containsEntry("metricbay.collect.timeout", "2.5")
        .containsEntry("metricbay.collect.max-series", "10")
        .containsEntry("metricbay.deploy.rollback-after", "0")
        .containsEntry("metricbay.procfs", "/p");
  }

  @Test
  void refusesUnknownOptions() {
    refused("unknown option --prot; './metricbay help' lists all", Map.of(), "--prot", "1");
    refused("unknown option port; './metricbay help' lists all", Map.of(), "port");
    refused("--port needs a value: --port PORT", Map.of(), "--port");
  }

  @Test
  void refusesBadValuesAndSaysWhereTheyCameFrom() {
    refused(
        "--port is \"65536\": give a port from 1 to 65535, or 0 for a free one",
        Map.of(),
        "--port",
        "65536");
    refused(
        "METRICBAY_PORT is \"x\": give a port from 1 to 65535, or 0 for a free one",
        Map.of("METRICBAY_PORT", "x"));
    refused(
        "--log-level is \"loud\": give error, warn, info or debug", Map.of(), "--log-level=loud");
    refused("--source is \"x\": give kernel or oshi", Map.of(), "--source=x");
    refused("--no-console is \"yes\": give true or false", Map.of(), "--no-console=yes");
    refused("--deploy has no value: give one, or leave it out", Map.of(), "--deploy", " ");
  }

  @Test
  void refusesABadFile() throws IOException {
    fileRefused(
        "prot = 1", " has the unknown key prot; keys are host, port, deploy, data, procfs,");
    fileRefused("conf = x", " has the unknown key conf; ");
    fileRefused("port = x", ", port is \"x\": give a port from 1 to 65535, or 0 for a free one");
    fileRefused("deploy =", ", deploy has no value: give one, or leave it out");
    fileRefused("a = \\u00zz", " cannot be read: ");
    for (String seconds : new String[] {"x", "-1", "0", "NaN", "Infinity", "1e30", "0.0001"}) {
      fileRefused(
          "collect.timeout = " + seconds,
          ", collect.timeout is \""
              + seconds
              + "\": give a number of seconds from 0.001 to 1000000");
    }
    fileRefused(
        "deploy.quiet = -1", ", deploy.quiet is \"-1\": give a number of seconds from 0 to");
    fileRefused("collect.max-series = 1.5", ", collect.max-series is \"1.5\": give a whole number");
  }

  @Test
  void theSampleFileNamesEveryKeyOnceAndCanBeReadWithAllLinesInUse() throws Exception {
    String sample = Files.readString(Path.of("../conf").resolve(Options.FILE));
    Pattern line = Pattern.compile("(?m)^#([a-z.-]+) = (.*)$");
    List<String> keys = line.matcher(sample).results().map(match -> match.group(1)).toList();
    assertThat(keys).doesNotHaveDuplicates();
    assertThat(new TreeSet<>(keys)).isEqualTo(new TreeSet<>(knownKeys()));

    file(
        line.matcher(sample)
            .replaceAll(
                match -> Matcher.quoteReplacement(match.group(1) + " = " + match.group(2))));
    Options used = options(Map.of());
    Options usual = Options.of(home.resolve("nowhere"), List.of(), Map.of());
    assertThat(used.host()).isEqualTo(usual.host());
    assertThat(used.port()).isEqualTo(usual.port());
    assertThat(used.logLevel()).isEqualTo(usual.logLevel());
    assertThat(used.source()).isEqualTo(usual.source());
    for (Option option : Option.values()) {
      assertThat(option.isSwitch() && used.is(option)).isFalse();
    }
  }

  /** Those that the message about an unknown key lists. */
  private List<String> knownKeys() throws IOException {
    file("no-such-key = 1");
    try {
      options(Map.of());
      throw new AssertionError("an unknown key was taken");
    } catch (UserException e) {
      String text = String.valueOf(e.getMessage());
      return Stream.of(text.substring(text.indexOf("keys are ") + 9).split(", ", -1)).toList();
    }
  }
}
