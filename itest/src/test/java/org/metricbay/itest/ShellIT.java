package org.metricbay.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator does at the prompt of the packed agent. */
class ShellIT {
  @TempDir private Path work;
  private ShellSession shell;
  private PackedAgent agent;

  @BeforeAll
  static void needsATerminal() {
    ShellSession.needsATerminal();
  }

  @BeforeEach
  void start() throws Exception {
    shell = ShellSession.start(work);
    agent = shell.agent();
    agent.drop("demo.jar", PluginJar.collector("demo").value(1));
    agent.drop("other.jar", PluginJar.collector("other").value(5));
    agent.awaitValue("demo_value", 1);
    agent.awaitValue("other_value", 5);
  }

  @AfterEach
  void stop() throws Exception {
    shell.close();
  }

  private String id(String symbolicName) throws Exception {
    return ShellBundles.of(shell).id(symbolicName);
  }

  /** Both plugins run, once each, and nobody has stopped one by hand. */
  private void assertAsTheFolderSays() throws Exception {
    assertThat(shell.type("metric:reload")).contains("All is well.");
    agent.awaitFile("demo.jar", "RUNNING");
    agent.awaitFile("other.jar", "RUNNING");
    assertThat(ShellBundles.of(shell).symbolicNames())
        .doesNotHaveDuplicates()
        .contains("org.example.demo", "org.example.other");
    assertThat(agent.data().resolve("stopped-plugins"))
        .satisfiesAnyOf(
            file -> assertThat(file).doesNotExist(), file -> assertThat(file).isEmptyFile());
    agent.awaitValue("demo_value", 1);
  }

  @Test
  void ownBundlesStayAsTheyAre() throws Exception {
    String core = id("org.metricbay.core");
    for (String command : new String[] {"stop", "update", "refresh", "uninstall"}) {
      assertThat(shell.type(command + " " + core))
          .contains("bundle " + core + " (org.metricbay.core) is part of the agent and cannot be ");
    }
    assertThat(id("org.metricbay.core")).isEqualTo(core);
    assertAsTheFolderSays();
  }

  @Test
  void ownBundlesThatOtherCodeStopsRunAgain() throws Exception {
    agent.drop("demo.jar", PluginJar.collector("demo").version("1.1.0").value(1));
    agent.awaitPlugins(
        "the upgrade",
        json -> PackedAgent.file(json, "demo.jar").path("runningVersion").asText().equals("1.1.0"));
    for (String name : new String[] {"org.metricbay.core", "org.apache.felix.scr"}) {
      shell.type("(context:bundle " + id(name) + ") stop");
      agent.awaitLog("\\(" + name + "\\) was stopped by hand; the agent needs it");
      awaitShell();
      assertAsTheFolderSays();
    }
    agent.delete("demo.jar");
    agent.awaitNo("demo_value");
  }

  @Test
  void refreshOfTheApiLeavesEverythingAsItWas() throws Exception {
    for (String what : new String[] {"update", "uninstall"}) {
      shell.type("(context:bundle " + id("org.metricbay.api") + ") " + what);
      agent.awaitLog("\\(org.metricbay.api\\) was " + what);
      awaitShell();
      assertAsTheFolderSays();
      assertThat(agent.log()).doesNotContain("SEVERE").doesNotContain("\tat ");
    }
  }

  /** Its commands go and come with the bundle that they need. */
  private void awaitShell() {
    await("the metric commands")
        .atMost(PackedAgent.DEADLINE)
        .until(() -> shell.type("metric:list").contains("DESCRIPTION OR ERROR"));
  }

  @Test
  void restartTakesACollectorABundleOrAFileAndStartsWhatWasStopped() throws Exception {
    for (String name : new String[] {"demo.jar", "org.example.demo", "number"}) {
      String id = id("org.example.demo");
      shell.type("stop " + id);
      agent.awaitNo("demo_value");
      assertThat(shell.type("metric:restart " + (name.equals("number") ? id : name)))
          .contains("demo.jar: RESTARTED");
      agent.awaitValue("demo_value", 1);
    }
    assertThat(shell.type("metric:restart demo")).contains("demo.jar: RESTARTED");
    assertThat(shell.type("metric:restart nope"))
        .contains("there is no collector, bundle or file 'nope'")
        .doesNotContain("Exception");
    assertThat(shell.type("metric:show")).contains("say which").doesNotContain("Exception");
    assertThat(shell.type("metric:show nope")).contains("no collector").doesNotContain("Exception");
    assertAsTheFolderSays();
  }

  @Test
  void updateAndRefreshOfAPluginLeaveNoGap() throws Exception {
    try (Scraper scraper = Scraper.of(agent)) {
      scraper.require("demo_").require("other_");
      for (String command : new String[] {"update", "refresh", "uninstall"}) {
        for (String name : new String[] {"demo.jar", "org.example.demo"}) {
          shell.type(command + " " + name);
        }
      }
      for (String raw : new String[] {"update", "uninstall"}) {
        shell.type("(context:bundle " + id("org.example.demo") + ") " + raw);
        shell.type("metric:reload");
      }
    }
    assertAsTheFolderSays();
  }

  @Test
  void aBundleOnTrialIsLeftToItsFile() throws Exception {
    agent.drop("trial.jar", PluginJar.collector("trial").with("start", "hang"));
    await("the bundle")
        .atMost(PackedAgent.DEADLINE)
        .until(() -> ShellBundles.of(shell).symbolicNames().contains("org.example.trial"));
    for (String command : new String[] {"update", "refresh"}) {
      assertThat(shell.type(command + " org.example.trial"))
          .contains("is on trial or being removed, and cannot be", "say its file");
    }
    agent.delete("trial.jar");
    assertAsTheFolderSays();
  }

  @Test
  void aPluginThatStopsOthersIsNamedAndUndone() throws Exception {
    agent.drop(
        "bad.jar", PluginJar.collector("bad").with("stops", "org.example.demo,org.metricbay.http"));
    agent.awaitLog("demo 1.0.0 was stopped by the code of org.example.bad 1.0.0, which does not");
    agent.awaitLog("\\(org.metricbay.http\\) was stopped by the code of org.example.bad 1.0.0");
    await("HTTP")
        .atMost(PackedAgent.DEADLINE)
        .ignoreExceptions()
        .until(() -> agent.scrape().has("demo_value") && !agent.scrape().has("bad_value"));
    assertThat(agent.awaitFile("bad.jar", "REFUSED").get("reason").asText())
        .contains("it stopped the agent's own bundle org.metricbay.http");
    agent.delete("bad.jar");
    assertAsTheFolderSays();
  }

  @Test
  void whatIsInstalledByHandGoesWithTheNextReload() throws Exception {
    Path twin = agent.deploy().resolve("demo.jar");
    Path stranger =
        Files.write(work.resolve("stranger.jar"), PluginJar.collector("stranger").bytes());
    shell.type("start " + twin.toUri() + " " + stranger.toUri());
    agent.awaitValue("stranger_value", 1);
    assertAsTheFolderSays();
    assertThat(agent.scrape().has("stranger_value")).isFalse();
    assertThat(ShellBundles.of(shell).symbolicNames()).doesNotContain("org.example.stranger");
  }
}
