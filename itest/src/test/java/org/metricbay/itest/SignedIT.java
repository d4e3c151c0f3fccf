package org.metricbay.itest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With {@code --require-signed} only what the JDK's own tools have signed well runs. */
class SignedIT {
  @TempDir private static Path work;
  private static PackedAgent agent;
  private static byte[] good;

  @BeforeAll
  static void start() throws Exception {
    key("good", "-validity", "365");
    key("expired", "-startdate", "-30d", "-validity", "1");
    key("other", "-validity", "365");
    trust("good");
    trust("expired");
    good = signed(demo("1.0.0", 1), "good");
    agent =
        PackedAgent.in(work)
            .with("run", "--port", "0", "--no-console")
            .with("--require-signed", work.resolve("trusted.p12").toString())
            .conf("deploy.quiet = 0.3")
            .start();
  }

  @AfterAll
  static void stop() {
    agent.close();
  }

  private static byte[] demo(String version, double value) {
    return PluginJar.collector("demo").version(version).value(value).bytes();
  }

  private static void key(String alias, String... more) throws Exception {
    List<String> arguments =
        new ArrayList<>(List.of("-genkeypair", "-keyalg", "EC", "-dname", "CN=" + alias));
    arguments.addAll(List.of("-alias", alias, "-keystore", "keys.p12", "-storepass", "changeit"));
    arguments.addAll(List.of(more));
    run("keytool", arguments.toArray(String[]::new));
  }

  private static void trust(String alias) throws Exception {
    String file = alias + ".crt";
    String[] of = {"-alias", alias, "-storepass", "changeit", "-file", file, "-keystore"};
    run("keytool", and(of, "keys.p12", "-exportcert"));
    run("keytool", and(of, "trusted.p12", "-importcert", "-noprompt"));
  }

  private static String[] and(String[] words, String... more) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  private static byte[] signed(byte[] jar, String alias) throws Exception {
    Path file = Files.write(work.resolve("signing.jar"), jar);
    run(
        "jarsigner",
        "-keystore",
        "keys.p12",
        "-storepass",
        "changeit",
        file.getFileName().toString(),
        alias);
    return Files.readAllBytes(file);
  }

  private static void run(String tool, String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", tool).toString());
    command.add("-J-XX:TieredStopAtLevel=1");
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).directory(work.toFile()).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
  }

  private static byte[] changed(byte[] jar, String entry, String text) throws Exception {
    Path file = Files.write(work.resolve("changing.jar"), jar);
    try (FileSystem zip = FileSystems.newFileSystem(file)) {
      Files.writeString(zip.getPath(entry), text);
    }
    return Files.readAllBytes(file);
  }

  private static byte[] bad(String how) throws Exception {
    byte[] upgrade = demo("1.1.0", 2);
    return switch (how) {
      case "unsigned" -> upgrade;
      case "tampered" ->
          changed(signed(upgrade, "good"), "plugin.properties", "collectors=demo\nvalue=3\n");
      case "partly" -> changed(signed(upgrade, "good"), "added.txt", "added later");
      case "expired", "other" -> signed(upgrade, how);
      default -> throw new IllegalArgumentException(how);
    };
  }

  @ParameterizedTest
  @CsvSource({
    "unsigned, is not signed whole: it holds no signature",
    "tampered, has been changed since it was signed: ",
    "partly,   is not signed whole: added.txt has no signature",
    "expired,  'is signed by CN=expired, whose certificate is not valid now'",
    "other,    'is signed by CN=other, whose key is not in the key store'",
  })
  void badSignatureIsRefusedAndWhatRanBeforeGoesOn(String how, String reason) throws Exception {
    agent.drop("demo.jar", good);
    agent.awaitFile("demo.jar", "RUNNING");
    agent.awaitValue("demo_value", 1);
    try (Scraper scraper = Scraper.of(agent).require("demo_")) {
      agent.drop("demo.jar", bad(how));
      JsonNode file = agent.awaitFile("demo.jar", "INVALID");
      assertThat(file.get("reason").asText()).startsWith(reason);
      assertThat(file.get("runningVersion").asText()).isEqualTo("1.0.0");
      assertThat(agent.put("/plugins/reload").body()).contains("REFUSED");
      scraper.awaitScrapes(3);
      assertThat(agent.scrape().value("demo_value")).isEqualTo(1);

      agent.drop("demo.jar", signed(demo("1.2.0", 4), "good"));
      agent.awaitValue("demo_value", 4);
    }
  }

  @Test
  void pluginsOfTheDistributionMustBeSignedToo() throws Exception {
    Path cpu;
    try (DirectoryStream<Path> found =
        Files.newDirectoryStream(PackedAgent.HOME.resolve("bundles-deploy"), "*cpu*.jar")) {
      cpu = found.iterator().next();
    }
    byte[] jar = Files.readAllBytes(cpu);
    agent.drop("cpu.jar", jar);
    assertThat(agent.awaitFile("cpu.jar", "INVALID").get("reason").asText())
        .startsWith("is not signed whole: ");
    assertThat(agent.scrape().startingWith("node_cpu_seconds_total")).isEmpty();
    agent.drop("cpu.jar", signed(jar, "good"));
    agent.awaitFile("cpu.jar", "RUNNING");
    assertThat(agent.scrape().startingWith("node_cpu_seconds_total")).isNotEmpty();
  }
}
