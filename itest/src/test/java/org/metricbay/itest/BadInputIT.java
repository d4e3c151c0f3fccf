package org.metricbay.itest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What cannot run is said, and touches nothing that does. */
@ExtendWith(SharedAgent.class)
class BadInputIT {
  private static final byte[] GOOD = PluginJar.collector("demo").value(1).bytes();
  private static final byte[] BETTER =
      PluginJar.collector("demo").version("1.1.0").value(2).bytes();

  private static void assertRefused(PackedAgent agent, String file, String state, String reason)
      throws IOException {
    JsonNode seen = agent.awaitFile(file, state);
    assertThat(seen.get("reason").asText()).contains(reason);
    MetricsPage page =
        agent.awaitPage(
            file + " among the refused",
            it ->
                it.values().keySet().stream()
                    .anyMatch(
                        series ->
                            series.startsWith("metricbay_deploy_refused_info{")
                                && series.contains("file=\"" + file + "\"")
                                && series.contains(
                                    reason.replace("\\", "\\\\").replace("\"", "\\\""))));
    assertThat(
            page.value("metricbay_deploy_files{state=\"" + state.toLowerCase(Locale.ROOT) + "\"}"))
        .isEqualTo(1);
    String line =
        agent.awaitLog(
            java.util.regex.Pattern.quote(file) + ": .*" + java.util.regex.Pattern.quote(reason));
    assertThat(line).contains("WARN");
    assertThat(agent.log()).as("no stack trace for what a user did wrong").doesNotContain("\tat ");
  }

  private static byte[] damaged(byte[] jar) {
    byte[] bytes = jar.clone();
    Arrays.fill(bytes, bytes.length / 3, bytes.length / 2, (byte) 7);
    return bytes;
  }

  @Test
  void corruptFileIsRefused(PackedAgent agent) throws Exception {
    agent.drop("corrupt.jar", damaged(GOOD));
    assertRefused(agent, "corrupt.jar", "INVALID", "is not a complete JAR");
  }

  @Test
  void corruptFileOverAGoodOneLeavesItRunning(PackedAgent agent, Scraper scraper) throws Exception {
    agent.drop("demo.jar", GOOD);
    agent.awaitValue("demo_value", 1);
    scraper.require("demo_");

    agent.drop("demo.jar", damaged(BETTER));
    assertRefused(agent, "demo.jar", "INVALID", "is not a complete JAR");
    assertThat(PackedAgent.file(agent.plugins(), "demo.jar").get("runningVersion").asText())
        .isEqualTo("1.0.0");
    agent.awaitLog("demo.jar: ignored: it is not a complete JAR.*; 1.0.0 keeps running");
    assertThat(agent.scrape().value("demo_value")).isEqualTo(1);

    agent.drop("demo.jar", BETTER);
    agent.awaitValue("demo_value", 2);
    agent.awaitFile("demo.jar", "RUNNING");
  }

  @Test
  void emptyFileIsRefusedAndTouchesNothing(PackedAgent agent, Scraper scraper) throws Exception {
    agent.drop("demo.jar", GOOD);
    agent.awaitValue("demo_value", 1);
    scraper.require("demo_");
    agent.drop("demo.jar", new byte[0]);
    assertRefused(agent, "demo.jar", "INVALID", "is empty");
    assertThat(agent.scrape().value("demo_value")).isEqualTo(1);
  }

  @Test
  void halfWrittenFileWaitsForTheRest(PackedAgent agent) throws Exception {
    Path file = agent.deploy().resolve("slow.jar");
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write(GOOD, 0, GOOD.length / 2);
      out.flush();
      agent.awaitFile("slow.jar", "INCOMPLETE");
      // Quiet for longer than the limit: now it is an error.
      assertRefused(agent, "slow.jar", "INVALID", "is not a complete JAR");
      out.write(GOOD, GOOD.length / 2, GOOD.length - GOOD.length / 2);
    }
    agent.awaitValue("demo_value", 1);
    agent.awaitFile("slow.jar", "RUNNING");
  }

  @Test
  void halfWrittenOverARunningOneLeavesItRunning(PackedAgent agent, Scraper scraper)
      throws Exception {
    Path file = agent.drop("demo.jar", GOOD);
    agent.awaitValue("demo_value", 1);
    scraper.require("demo_");
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write(BETTER, 0, BETTER.length / 2);
      out.flush();
      JsonNode seen = agent.awaitFile("demo.jar", "INCOMPLETE");
      assertThat(seen.get("runningVersion").asText()).isEqualTo("1.0.0");
      scraper.awaitScrapes(5);
      assertThat(agent.scrape().value("demo_value")).isEqualTo(1);
      out.write(BETTER, BETTER.length / 2, BETTER.length - BETTER.length / 2);
    }
    agent.awaitValue("demo_value", 2);
  }

  @Test
  void zipThatIsNoBundleIsRefused(PackedAgent agent) throws Exception {
    byte[] zip =
        PluginJar.named("")
            .header("Bundle-SymbolicName", "")
            .header("Bundle-ManifestVersion", "")
            .bytes();
    agent.drop("library.jar", zip);
    assertRefused(agent, "library.jar", "INVALID", "is a JAR but no OSGi bundle");
  }

  @Test
  void textFileNamedJarIsRefused(PackedAgent agent) throws Exception {
    agent.drop("notes.jar", "buy milk".getBytes(StandardCharsets.UTF_8));
    assertRefused(agent, "notes.jar", "INVALID", "is not a JAR");
  }

  @Test
  void otherFilesAreNoneOfOurBusiness(PackedAgent agent) throws Exception {
    agent.drop("notes.txt", "buy milk".getBytes(StandardCharsets.UTF_8));
    agent.drop("demo.jar~", GOOD);
    agent.drop(".demo.jar.Xa72z", GOOD);
    agent.drop(".demo.jar", GOOD);
    agent.drop("some.cfg", "key = value".getBytes(StandardCharsets.UTF_8));
    Path folder = Files.createDirectories(agent.deploy().resolve("folder.jar"));
    agent.drop("marker.jar", PluginJar.collector("marker"));
    agent.awaitValue("marker_value", 1);
    assertThat(PackedAgent.ofFiles(agent.plugins(), "name"))
        .containsExactly("healthy.jar", "marker.jar");
    assertThat(Files.readString(agent.deploy().resolve("some.cfg"))).isEqualTo("key = value");
    Files.delete(folder);
  }

  @ParameterizedTest
  @ValueSource(strings = {"throw", "error"})
  void throwingActivatorIsRefused(String how, PackedAgent agent) throws Exception {
    agent.drop("bad.jar", PluginJar.collector("bad").with("start", how));
    assertRefused(agent, "bad.jar", "REFUSED", "made to fail in start");
    assertThat(agent.scrape().has("bad_value")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"hang", "hang-hard"})
  void hangingActivatorHoldsUpNobody(String how, PackedAgent agent) throws Exception {
    agent.drop("bad.jar", PluginJar.collector("bad").with("start", how));
    agent.awaitFile("bad.jar", "DEPLOYING");
    long begin = System.nanoTime();
    agent.drop("demo.jar", GOOD);
    agent.awaitValue("demo_value", 1);
    agent.drop("bad.jar", PluginJar.collector("bad").version("1.1.0").value(7));
    agent.awaitValue("bad_value", 7);
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(2));
  }

  @ParameterizedTest
  @ValueSource(strings = {"hang", "hang-hard"})
  void hangingActivatorIsRefusedAfterAWhile(String how, PackedAgent agent) throws Exception {
    agent.drop("bad.jar", PluginJar.collector("bad").with("start", how));
    assertRefused(agent, "bad.jar", "REFUSED", "did not start within 2 s");
    agent.drop("bad.jar", PluginJar.collector("bad").version("1.1.0").value(7));
    agent.awaitValue("bad_value", 7);
  }

  @Test
  void unsatisfiedImportIsNamed(PackedAgent agent) throws Exception {
    agent.drop(
        "bad.jar", PluginJar.collector("bad").importing("org.example.nowhere;version=\"[2,3)\""));
    assertRefused(
        agent, "bad.jar", "REFUSED", "needs package org.example.nowhere [2.0.0,3.0.0), which");
  }

  @Test
  void newerApiIsNamedBesideTheOneThatIsThere(PackedAgent agent) throws Exception {
    agent.drop(
        "bad.jar",
        PluginJar.collector("bad")
            .header("Import-Package", "org.metricbay.api;version=\"[1.9,2)\",org.osgi.framework"));
    assertRefused(
        agent,
        "bad.jar",
        "REFUSED",
        "needs package org.metricbay.api [1.9.0,2.0.0), but there is 1.1.0");
  }

  @Test
  void newerJavaIsNamed(PackedAgent agent) throws Exception {
    agent.drop(
        "bad.jar",
        PluginJar.collector("bad")
            .header(
                "Require-Capability", "osgi.ee;filter:=\"(&(osgi.ee=JavaSE)(version>=99.0))\""));
    assertRefused(agent, "bad.jar", "REFUSED", "needs a newer Java");
  }

  @Test
  void badVersionIsNamed(PackedAgent agent) throws Exception {
    agent.drop("bad.jar", PluginJar.collector("bad").version("1.x-y.z"));
    assertRefused(agent, "bad.jar", "INVALID", "has a bad Bundle-Version");
  }

  @Test
  void fragmentIsRefused(PackedAgent agent) throws Exception {
    agent.drop(
        "fragment.jar",
        PluginJar.named("org.example.f").header("Fragment-Host", "org.metricbay.api"));
    assertRefused(agent, "fragment.jar", "INVALID", "is a fragment");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "org.apache.felix.configadmin",
        "org.apache.felix.framework",
        "org.metricbay.api",
        "org.metricbay.core"
      })
  void nameOfABuiltInIsRefused(String name, PackedAgent agent) throws Exception {
    agent.drop("taken.jar", PluginJar.named(name).version("99"));
    assertRefused(agent, "taken.jar", "INVALID", "belongs to the agent itself");
    agent.delete("taken.jar");
    agent.drop("demo.jar", GOOD);
    agent.awaitValue("demo_value", 1);
  }

  @Test
  void linkToNothingIsPickedUpWhenItLeadsSomewhere(PackedAgent agent) throws Exception {
    Path target = agent.deploy().resolveSibling("later.bin");
    Files.deleteIfExists(target);
    Files.createSymbolicLink(agent.deploy().resolve("link.jar"), target);
    agent.drop("marker.jar", PluginJar.collector("marker"));
    agent.awaitValue("marker_value", 1);
    assertThat(agent.scrape().has("demo_value")).isFalse();
    Files.write(target, GOOD);
    agent.awaitValue("demo_value", 1);
  }
}
