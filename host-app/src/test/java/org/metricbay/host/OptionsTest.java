package org.metricbay.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OptionsTest {
  private static final String LISTEN = "metricbay.http.listen";

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
    assertThat(options.listen()).containsExactly(new ListenAddress("localhost", 8000));
    assertThat(options.logLevel()).isEqualTo("info");
    assertThat(options.folder(Option.DEPLOY)).isEqualTo(home.resolve("bundles-deploy"));
    assertThat(options.folder(Option.DATA)).isEqualTo(home.resolve("data"));
    assertThat(options.folder(Option.CONF)).isEqualTo(home.resolve("conf"));
    assertThat(options.is(Option.NO_CONSOLE)).isFalse();
    assertThat(options.frameworkProperties())
        .containsOnlyKeys(
            "metricbay.source", "metricbay.deploy", "metricbay.data", "metricbay.conf");
    assertThat(options.httpProperties()).isEqualTo(Map.of(LISTEN, "localhost:8000"));
  }

  @Test
  void theCommandLineGoesBeforeTheEnvironmentAndThatBeforeTheFile() throws Exception {
    file("port = 1\nhost = file\nlog-level = warn\n");
    Map<String, String> environment =
        Map.of("METRICBAY_PORT", "2", "METRICBAY_HOST", "environment");
    Options options = options(environment, "--port", "3");
    assertThat(options.listen()).containsExactly(new ListenAddress("environment", 3));
    assertThat(options.logLevel()).isEqualTo("warn");
  }

  @Test
  void takesValuesAfterASpaceOrAnEqualsSign() throws UserException {
    Options options = options(Map.of(), "--port=0", "--log-level", "debug", "--no-console");
    assertThat(options.listen()).containsExactly(new ListenAddress("localhost", 0));
    assertThat(options.logLevel()).isEqualTo("debug");
    assertThat(options.is(Option.NO_CONSOLE)).isTrue();
    assertThat(options(Map.of(), "--no-console=false").is(Option.NO_CONSOLE)).isFalse();
    assertThat(options(Map.of("METRICBAY_NO_CONSOLE", "true")).is(Option.NO_CONSOLE)).isTrue();
  }

  @Test
  void takesTheFileFromTheFolderThatIsNamed() throws Exception {
    Path other = Files.createDirectory(home.resolve("other"));
    Files.writeString(other.resolve(Options.FILE), "port = 7");
    ListenAddress there = new ListenAddress("localhost", 7);
    assertThat(options(Map.of(), "--conf", other.toString()).listen()).containsExactly(there);
    assertThat(options(Map.of("METRICBAY_CONF", other.toString())).listen()).containsExactly(there);
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

  private @Nullable String listen(Map<String, String> environment, String... arguments)
      throws UserException {
    return options(environment, arguments).httpProperties().get(LISTEN);
  }

  @Test
  void hostAndPortMakeOneAddress() throws UserException {
    assertThat(listen(Map.of(), "--host", "::1", "--port", "1")).isEqualTo("[::1]:1");
    assertThat(listen(Map.of(), "--host=[::1]")).isEqualTo("[::1]:8000");
    assertThat(listen(Map.of(), "--host=0.0.0.0")).isEqualTo("0.0.0.0:8000");
    assertThat(listen(Map.of("METRICBAY_HOST", "*"))).isEqualTo("*:8000");
    String hint = "give a host name or address, without a port, or *";
    refused("--host is \"127.0.0.1:80\": " + hint, Map.of(), "--host", "127.0.0.1:80");
    refused("METRICBAY_HOST is \"a b\": " + hint, Map.of("METRICBAY_HOST", "a b"));
  }

  @Test
  void listenSaysAllAddresses() throws Exception {
    String[] twice = {"--listen", "127.0.0.1:8000", "--web.listen-address=:9100", "--port", "1"};
    assertThat(listen(Map.of(), twice)).isEqualTo("127.0.0.1:8000,*:9100");
    assertThat(listen(Map.of("METRICBAY_LISTEN", "[::1]:1, example.org:0")))
        .isEqualTo("[::1]:1,example.org:0");
    file("listen = a:1, *:2\n");
    assertThat(listen(Map.of())).isEqualTo("a:1,*:2");
    assertThat(listen(Map.of("METRICBAY_LISTEN", ":3"))).isEqualTo("*:3");
    assertThat(listen(Map.of("METRICBAY_LISTEN", ":3"), "--listen=:4")).isEqualTo("*:4");
  }

  @Test
  void tellsOfAHostAndAPortThatSomeoneMayThinkAreUsed() throws Exception {
    assertThat(options(Map.of(), "--host=a", "--port=1").unusedPlace()).isEmpty();
    assertThat(options(Map.of(), "--listen=:1", "--port=1", "--host=a").unusedPlace())
        .contains("--listen says all addresses to listen on; not used: --host, --port");
    assertThat(options(Map.of("METRICBAY_PORT", "1"), "--listen=:1").unusedPlace()).isEmpty();
    file("listen = :1\nhost = b\n");
    String where = home.resolve("conf").resolve(Options.FILE) + ", ";
    assertThat(options(Map.of("METRICBAY_PORT", "1")).unusedPlace())
        .contains(
            where
                + "listen says all addresses to listen on; not used: "
                + where
                + "host, METRICBAY_PORT");
    assertThat(options(Map.of(), "--web.listen-address=:1").unusedPlace()).isEmpty();
  }

  @Test
  void namesTheSourceOfABadAddress() throws Exception {
    String hint =
        "give ADDRESS:PORT, such as 127.0.0.1:8000, [::1]:8000, or *:8000 for all addresses";
    refused("--listen is \"8000\": " + hint, Map.of(), "--listen=8000", "--listen=:1");
    refused("--web.listen-address is \"\": " + hint, Map.of(), "--web.listen-address", ":1,");
    refused("METRICBAY_LISTEN is \"::1:1\": " + hint, Map.of("METRICBAY_LISTEN", ":1,::1:1"));
    refused(
        "--web.listen-address needs a value: --web.listen-address ADDRESS:PORT",
        Map.of(),
        "--web.listen-address");
    fileRefused("listen = a", ", listen is \"a\": " + hint);
    fileRefused("web.listen-address = :1", " has the unknown key web.listen-address; ");
  }

  @Test
  void takesTheWebConfigurationFromTheCurrentFolder() throws Exception {
    String path = Path.of("web.yml").toAbsolutePath().toString();
    String key = "metricbay.http.web-config";
    for (String flag : new String[] {"--web-config", "--web.config.file"}) {
      Options options = options(Map.of(), flag, "web.yml");
      assertThat(options.httpProperties()).containsEntry(key, path);
      assertThat(options.without(Option.WEB_CONFIG).httpProperties()).doesNotContainKey(key);
    }
    assertThat(options(Map.of("METRICBAY_WEB_CONFIG", "x/../web.yml")).httpProperties())
        .containsEntry(key, path);
    file("web-config = web.yml");
    assertThat(options(Map.of()).httpProperties())
        .containsEntry(key, home.resolve("web.yml").toString());
  }

  @Test
  void takesFurtherNamesWithoutPorts() throws Exception {
    String key = "metricbay.http.allowed-hosts";
    assertThat(options(Map.of(), "--allow-host=A.example,[::1]", "--allow-host", "b"))
        .satisfies(
            options -> assertThat(options.httpProperties()).containsEntry(key, "a.example,::1,b"));
    file("allow-host = c, 192.0.2.1");
    assertThat(options(Map.of()).httpProperties()).containsEntry(key, "c,192.0.2.1");
    String hint = "give a host name or address, without a port";
    for (String bad : new String[] {"a:80", "*", "http://a", "a b", "1.2.3", "[a]", "a,"}) {
      String item = bad.equals("a,") ? "" : bad;
      refused("--allow-host is \"" + item + "\": " + hint, Map.of(), "--allow-host=x," + bad);
    }
  }

  @Test
  void refusesUnknownOptions() {
    refused(
        "unknown option --prot; did you mean --port?; './metricbay help' lists all",
        Map.of(),
        "--prot",
        "1");
    refused("unknown option x; './metricbay help' lists all", Map.of(), "x");
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
        "prot = 1",
        " has the unknown key prot; did you mean port?; keys are host, port, listen, web-config,");
    fileRefused("conf = x", " has the unknown key conf; ");
    fileRefused("port = x", ", port is \"x\": give a port from 1 to 65535, or 0 for a free one");
    fileRefused("port = \\u00zz", ", port is \"\\u00zz\": give a port");
    fileRefused("port = 1\nport = 2", ": line 2: port is there already further up");
    fileRefused("port: 1", ": line 1 is not of the form key = value");
    fileRefused(
        "collect.max-series = 0", ", collect.max-series is \"0\": give a whole number from 1");
    fileRefused(
        "collect.max-bytes = 0", ", collect.max-bytes is \"0\": give a whole number from 1");
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
  void readsItsFileAsThePluginsFilesAreRead() throws Exception {
    file("\ufeff# x\ndeploy = C:\\plugins\\new\nport =\n  log-level=Warning \n");
    Options options = options(Map.of());
    assertThat(options.folder(Option.DEPLOY)).isEqualTo(home.resolve("C:\\plugins\\new"));
    assertThat(options.listen()).containsExactly(new ListenAddress("localhost", 8000));
    assertThat(options.logLevel()).isEqualTo("warn");
    Files.write(home.resolve("conf").resolve(Options.FILE), new byte[] {'a', (byte) 0xff});
    assertThatThrownBy(() -> options(Map.of())).hasMessageEndingWith(" is not UTF-8: save it so");
  }

  @Test
  void takesTheSettingsFromTheEnvironmentToo() throws Exception {
    file("collect.timeout = 1\ncollect.max-bytes = 5");
    assertThat(
            options(Map.of("METRICBAY_COLLECT_TIMEOUT", "2", "METRICBAY_DEPLOY_QUIET", "0"))
                .frameworkProperties())
        .containsEntry("metricbay.collect.timeout", "2")
        .containsEntry("metricbay.collect.max-bytes", "5")
        .containsEntry("metricbay.deploy.quiet", "0");
    refused(
        "METRICBAY_COLLECT_MAX_SERIES is \"0\": give a whole number from 1 to 2147483647",
        Map.of("METRICBAY_COLLECT_MAX_SERIES", "0"));
  }

  @Test
  void tellsOfVariablesThatMeanNothing() throws UserException {
    assertThat(options(Map.of("METRICBAY_PROT", "9")).warnings())
        .containsExactly(
            "METRICBAY_PROT is no variable of the agent's, and not used; did you mean"
                + " METRICBAY_PORT?");
    assertThat(options(Map.of("METRICBAY_QQQQQQQQ", "9")).warnings())
        .containsExactly("METRICBAY_QQQQQQQQ is no variable of the agent's, and not used");
    Map<String, String> kubernetes =
        Map.of(
            "METRICBAY_SERVICE_HOST", "10.0.0.1",
            "METRICBAY_SERVICE_PORT_HTTP", "8000",
            "METRICBAY_PORT_8000_TCP", "tcp://10.0.0.1:8000",
            "METRICBAY_PORT", "tcp://10.0.0.1:8000",
            "METRICBAY_JAVA_OPTS", "-ea",
            "PATH", "/bin");
    assertThat(options(kubernetes).warnings())
        .singleElement()
        .asString()
        .startsWith("METRICBAY_PORT is what Kubernetes tells");
    assertThat(options(kubernetes).listen()).containsExactly(new ListenAddress("localhost", 8000));
  }

  /** One letter wrong in any name is told with the right one. */
  @Test
  void namesTheNearestOfWhatIsMisspelt() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<Option> all = List.of(Option.values());
    for (int i = 0; i < 300; i++) {
      Option option = all.get(random.nextInt(all.size()));
      StringBuilder name = new StringBuilder(option.key());
      int at = random.nextInt(name.length());
      switch (random.nextInt(3)) {
        case 0 -> name.insert(at, 'q');
        case 1 -> name.setCharAt(at, 'q');
        default -> name.deleteCharAt(at);
      }
      if (Option.ofKey(name.toString()).isPresent()) {
        continue;
      }
      assertThatThrownBy(() -> options(Map.of(), "--" + name))
          .as("seed %d", seed)
          .hasMessageContaining("did you mean --");
      String variable = "METRICBAY_" + name.toString().toUpperCase(Locale.ROOT).replace('-', '_');
      assertThat(options(Map.of(variable, "x")).warnings())
          .as("seed %d", seed)
          .singleElement()
          .asString()
          .contains("did you mean METRICBAY_");
    }
  }

  @Test
  void takesValuesAsPeopleWriteThem() throws UserException {
    for (String level : new String[] {"WARN", "Warning", "warn"}) {
      assertThat(options(Map.of(), "--log-level", level).logLevel()).isEqualTo("warn");
    }
    assertThat(options(Map.of("METRICBAY_NO_CONSOLE", "1")).is(Option.NO_CONSOLE)).isTrue();
    assertThat(options(Map.of("METRICBAY_NO_CONSOLE", "TRUE")).is(Option.NO_CONSOLE)).isTrue();
    assertThat(options(Map.of("METRICBAY_NO_CONSOLE", "0")).is(Option.NO_CONSOLE)).isFalse();
  }
}
