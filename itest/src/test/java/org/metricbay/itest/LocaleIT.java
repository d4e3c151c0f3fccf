package org.metricbay.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Names of files are any bytes, and the agent is started under any locale. */
class LocaleIT {
  private static final String JAVA =
      "exec '" + Path.of(System.getProperty("java.home"), "bin", "java") + "' -Dmetricbay.home=";

  @TempDir private Path work;

  /** How the agent is started, and the shell's lines for that; without a locale at first. */
  private record Start(String name, List<String> lines) {
    static Start of(String name, String... lines) {
      return new Start(name, List.of(lines));
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static final String SCRIPT = "exec '" + PackedAgent.HOME + "/metricbay'";

  private static String directly() {
    return JAVA
        + "'"
        + PackedAgent.HOME
        + "' -cp '"
        + PackedAgent.HOME
        + "/lib/host-app.jar' org.metricbay.host.Main";
  }

  static Stream<Start> starts() {
    return Stream.of(
        Start.of("no locale", SCRIPT), Start.of("Java, C", "export LC_ALL=C", directly()));
  }

  static Stream<Start> otherStarts() {
    return Stream.of(
        Start.of("C", "export LC_ALL=C", SCRIPT),
        Start.of("POSIX", "export LC_ALL=POSIX", SCRIPT),
        Start.of("not there", "export LC_ALL=xx_YY.UTF-8", SCRIPT),
        Start.of("Latin-1", "export LANG=de_DE LC_CTYPE=de_DE.ISO-8859-1", SCRIPT),
        Start.of("Java, no locale", directly()),
        Start.of("Java, Latin-1", "export LC_ALL=de_DE.ISO-8859-1", directly()));
  }

  private static Launch launch(Path work, Start start) {
    return PackedAgent.in(work)
        .through(start.lines().toArray(String[]::new))
        .without("LC_ALL")
        .without("LC_CTYPE")
        .without("LANG")
        .environment("METRICBAY_JAVA_OPTS", "-Dunused=1");
  }

  /** A file whose name is these bytes, whatever the locale of the tests. */
  private static Path file(Path folder, String hex) {
    String quoted = HexFormat.of().withPrefix("%").formatHex(HexFormat.of().parseHex(hex));
    return Path.of(URI.create(folder.toUri() + quoted));
  }

  @ParameterizedTest
  @MethodSource("starts")
  void oddNamesHarmNobodyAndRunTooIfTheyHoldAPlugin(Start start) throws Exception {
    assertOddNamesHarmNobody(start);
  }

  @Tag("once")
  @ParameterizedTest
  @MethodSource("otherStarts")
  void oddNamesHarmNobodyInOtherLocales(Start start) throws Exception {
    assertOddNamesHarmNobody(start);
  }

  private void assertOddNamesHarmNobody(Start start) throws Exception {
    Path deploy = Files.createDirectory(work.resolve("deploy"));
    Files.write(
        file(deploy, "c3bc2e6a6172"), PluginJar.collector("umlaut").value(1).bytes()); // ü.jar
    Path textFiles = Files.createDirectory(file(work, "74c3bc"));
    Files.writeString(file(textFiles, "612e70726f6d"), "from_text 5\n");
    Files.writeString(file(textFiles, "ff2e70726f6d"), "from_odd_text 6\n");
    Files.copy(
        PackedAgent.HOME.resolve("bundles-deploy/textfile-bundle.jar"),
        deploy.resolve("textfile-bundle.jar"));
    Launch launch =
        launch(work, start)
            .conf()
            .pluginConf("textfile", "textfile.folders = " + work + "/t\u00fc\n");
    try (PackedAgent agent = launch.start()) {
      agent.awaitValue("umlaut_value", 1);
      Files.write(file(deploy, "fffe2e6a6172"), PluginJar.collector("bytes").value(2).bytes());
      Files.write(file(deploy, "610a1b5b33316d2e6a6172"), new byte[] {'P', 'K', 3, 4, 0});
      agent.awaitValue("bytes_value", 2);
      agent.drop("healthy.jar", PluginJar.collector("healthy").value(3));
      agent.awaitValue("healthy_value", 3);
      agent.awaitFile("a\\x0a\\x1b[31m.jar", "INVALID");
      agent.awaitFile("\\xff\\xfe.jar", "RUNNING");
      agent.awaitFile("\u00fc.jar", "RUNNING");
      assertThat(agent.put("/plugins/reload").statusCode()).isEqualTo(500); // For the broken one.
      Files.delete(file(deploy, "610a1b5b33316d2e6a6172"));
      assertThat(agent.put("/plugins/reload").statusCode()).isEqualTo(200);
      Files.write(
          file(deploy, "fffe2e6a6172"),
          PluginJar.collector("bytes").version("1.1.0").value(4).bytes());
      MetricsPage page = agent.awaitValue("bytes_value", 4);
      assertThat(page.value("from_text")).isEqualTo(5);
      assertThat(page.value("from_odd_text")).isEqualTo(6);
      assertThat(page.value("node_textfile_scrape_error")).isZero();
      assertThat(agent.log()).doesNotContain("\u001b").doesNotContain("InvalidPath");
    }
  }

  @Test
  void theAgentsOwnFolderMayHaveLettersBeyondAsciiInAnyLocale() throws Exception {
    Launch launch =
        launch(
            work,
            Start.of(
                "C",
                "export LC_ALL=C",
                "home=$(printf '" + work + "/h\\303\\266me')",
                "[ -e \"$home\" ] || cp -r '" + PackedAgent.HOME + "' \"$home\"",
                "exec \"$home/metricbay\""));
    try (PackedAgent agent = launch.start()) {
      agent.drop("healthy.jar", PluginJar.collector("healthy").value(3));
      agent.awaitValue("healthy_value", 3);
    }
  }

  @Test
  void scriptsSeeTheLocaleOfWhoeverStartedTheAgent() throws Exception {
    assertThat(localeOfScripts("export LC_ALL=C")).isEqualTo("C");
    assertThat(localeOfScripts("unset LC_ALL")).isEqualTo("none");
  }

  private String localeOfScripts(String line) throws IOException {
    Path own = Files.createTempDirectory(work, "own");
    Path deploy = Files.createDirectory(own.resolve("deploy"));
    Files.copy(
        PackedAgent.HOME.resolve("bundles-deploy/textfile-bundle.jar"),
        deploy.resolve("textfile-bundle.jar"));
    Path scripts = Files.createDirectory(own.resolve("scripts"));
    Path script = scripts.resolve("tell");
    Files.writeString(script, "#!/bin/sh\necho \"locale_info{lc_all=\\\"${LC_ALL-none}\\\"} 1\"\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    Launch launch =
        launch(own, Start.of("", line, "exec '" + PackedAgent.HOME + "/metricbay'"))
            .conf()
            .pluginConf("textfile", "script.folder = " + scripts + "\n");
    try (PackedAgent agent = launch.start()) {
      agent.awaitPage("the script", page -> page.has("metricbay_script_success{script=\"tell\"}"));
      return agent.scrape().has("locale_info{lc_all=\"C\"}")
          ? "C"
          : agent.scrape().has("locale_info{lc_all=\"none\"}") ? "none" : "other";
    }
  }
}
