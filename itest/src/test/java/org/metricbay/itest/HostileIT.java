package org.metricbay.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a plugin does ends in an agent that answers, or in one that has ended with a reason. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class HostileIT {
  static final int ENDED = 70;
  private static final int PATIENCE = 6;

  /** FileInstall lets nobody stop Config Admin for some seconds while it waits for a trial. */
  private static final String PATIENT = "-Dmetricbay.watchdog.seconds=15";

  private static final String IMPATIENT = "-Dmetricbay.watchdog.seconds=" + PATIENCE;
  private static final Duration SLOW = Duration.ofSeconds(30);
  private static final Duration MARGIN = Duration.ofSeconds(30);

  private static final String BAD_COLLECTOR =
      "org.example.bad 1.0.0 \\(bad.jar\\): its collector bad";

  @TempDir private static Path slowWork;
  private static PackedAgent slow;
  private static long slowSince;

  /** As it is by default, while the others are quicker. */
  @BeforeAll
  static void oneTakesItsTime() throws Exception {
    slow = PackedAgent.in(slowWork).start();
    slow.drop("good.jar", PluginJar.collector("good").value(1));
    slow.awaitValue("good_value", 1);
    slow.drop("bad.jar", HostileJar.of("bad", "hold-locks", "call"));
    slowSince = System.nanoTime();
  }

  @AfterAll
  static void end() {
    slow.close();
  }

  private static Launch impatient(Path work) {
    return PackedAgent.in(work).environment("METRICBAY_JAVA_OPTS", IMPATIENT);
  }

  private static PackedAgent withGood(Path work) throws IOException {
    return withGood(impatient(work));
  }

  private static PackedAgent withGood(Launch launch) throws IOException {
    PackedAgent agent = launch.start();
    agent.drop("good.jar", PluginJar.collector("good").value(1));
    agent.awaitValue("good_value", 1);
    return agent;
  }

  private static PackedAgent.Exit awaitEnd(PackedAgent agent, Duration limit) throws Exception {
    await("the end").atMost(limit).until(() -> !agent.isAlive());
    return agent.awaitEnd();
  }

  private static void assertLeftOut(Path work, String reason) throws Exception {
    try (PackedAgent agent = impatient(work).start()) {
      agent.awaitValue("good_value", 1);
      JsonNode file = agent.awaitFile("bad.jar", "REFUSED");
      assertThat(file.get("reason").asText()).contains("is left out until").containsPattern(reason);
      agent.awaitLog("the agent before ended by itself: .*" + reason);
      agent.awaitLog("bad.jar: refused org.example.bad 1.0.0: is left out until");
      assertThat(agent.scrape().startingWith("metricbay_deploy_refused_info{file=\"bad.jar\""))
          .hasSize(1);
      // Another file may run.
      agent.drop("bad.jar", PluginJar.collector("bad").value(2));
      agent.awaitValue("bad_value", 2);
    }
  }

  // It goes on

  @ParameterizedTest
  @CsvSource({
    "let-memory-go, this call of org.example.bad allocated",
    "lazy-list, 3000000 families"
  })
  void whatIsFreeAgainCostsThatCollectorOnly(String deed, String error, @TempDir Path work)
      throws Exception {
    try (PackedAgent agent = withGood(work)) {
      agent.drop("bad.jar", HostileJar.of("bad", deed, "call"));
      agent.awaitPage(
          "bad to fail",
          page -> page.value("node_scrape_collector_success{collector=\"bad\"}") == 0);
      JsonNode plugin = PackedAgent.named(agent.plugins().get("plugins"), "bad");
      assertThat(plugin.get("error").asText()).contains(error);
      for (int i = 0; i < 5; i++) {
        agent.awaitValue("good_value", 1);
      }
      agent.delete("bad.jar");
      agent.awaitNo("node_scrape_collector_success{collector=\"bad\"}");
      agent.drop("new.jar", PluginJar.collector("new").value(3));
      agent.awaitValue("new_value", 3);
      assertThat(agent.stop().status()).isZero();
    }
  }

  @Test
  void strayInterruptsLeaveNoDamage(@TempDir Path work) throws Exception {
    try (PackedAgent agent = withGood(work)) {
      agent.drop("bad.jar", HostileJar.of("bad", "interrupt", "thread"));
      agent.awaitLog("a thread of org.apache.felix.configadmin has died; it is started again");
      agent.delete("bad.jar");
      agent.drop("new.jar", PluginJar.collector("new").value(3));
      await("the page")
          .atMost(PackedAgent.DEADLINE)
          .ignoreExceptions()
          .until(
              () -> {
                MetricsPage page = agent.scrape();
                return page.has("good_value") && page.has("new_value") && !page.has("bad_value");
              });
      assertThat(agent.stop().time()).isLessThan(Duration.ofSeconds(6));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "stop org.metricbay.http,      stopped",
    "stop org.apache.felix.scr,    stopped",
    "uninstall org.metricbay.core, uninstalled",
  })
  void whoHarmsABundleOfTheAgentIsLeftOut(String deed, String done, @TempDir Path work)
      throws Exception {
    assertHealsAndLeavesOut(deed, done, work);
  }

  @Tag("slow")
  @ParameterizedTest
  @CsvSource({
    "stop org.metricbay.core,                      stopped",
    "stop org.metricbay.platform,                  stopped",
    "stop org.apache.felix.configadmin,            stopped",
    "stop org.apache.felix.http.jetty12.light,     stopped",
    "stop org.apache.felix.fileinstall,            stopped",
    "stop org.apache.felix.log,                    stopped",
    "uninstall org.metricbay.http,                 uninstalled",
  })
  void whoHarmsAnyBundleOfTheAgentIsLeftOut(String deed, String done, @TempDir Path work)
      throws Exception {
    assertHealsAndLeavesOut(deed, done, work);
  }

  private static void assertHealsAndLeavesOut(String deed, String done, Path work)
      throws Exception {
    String bundle = deed.substring(deed.indexOf(' ') + 1);
    int port = freePort();
    Files.createDirectories(work.resolve("deploy"));
    try (PackedAgent agent =
        PackedAgent.in(work)
            .environment("METRICBAY_JAVA_OPTS", PATIENT)
            .with("run", "--host", "127.0.0.1", "--port", Integer.toString(port))
            .start()) {
      agent.drop("good.jar", PluginJar.collector("good").value(1));
      agent.awaitValue("good_value", 1);
      agent.drop("bad.jar", HostileJar.of("bad", deed, "call"));
      agent.awaitLog("\\(" + bundle + "\\) was " + done + " by the code of org.example.bad 1.0.0");
      await("the page")
          .atMost(PackedAgent.DEADLINE)
          .ignoreExceptions()
          .until(() -> agent.scrape().has("good_value") && !agent.scrape().has("bad_value"));
      assertThat(agent.awaitFile("bad.jar", "REFUSED").get("reason").asText())
          .contains("it " + done + " the agent's own bundle " + bundle);
      agent.drop("new.jar", PluginJar.collector("new").value(3));
      agent.awaitValue("new_value", 3);
    }
  }

  static int freePort() throws IOException {
    try (java.net.ServerSocket socket = new java.net.ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"hook", "hook-spin"})
  void aHookThatHangsHoldsUpNoSignal(String deed, @TempDir Path work) throws Exception {
    try (PackedAgent agent = withGood(work)) {
      agent.drop("bad.jar", HostileJar.of("bad", deed, "call"));
      agent.awaitValue("bad_value", 1);
      PackedAgent.Exit exit = agent.stop();
      assertThat(exit.status()).isZero();
      assertThat(exit.time()).isLessThan(Duration.ofSeconds(5));
    }
  }

  // It ends

  @ParameterizedTest
  @CsvSource({
    "stop-framework, call,  stopped the framework",
    "exit,           start, called System.exit",
  })
  void whoEndsTheAgentIsNamedAndLeftOut(
      String deed, String moment, String reason, @TempDir Path work) throws Exception {
    assertEndsAndLeavesOut(deed, moment, reason, work);
  }

  @Tag("slow")
  @ParameterizedTest
  @CsvSource({
    "stop-framework, start,  stopped the framework",
    "exit,           call,   called System.exit",
    "exit-well,      thread, called System.exit",
  })
  void whoEndsTheAgentInOtherWaysIsNamedAndLeftOut(
      String deed, String moment, String reason, @TempDir Path work) throws Exception {
    assertEndsAndLeavesOut(deed, moment, reason, work);
  }

  private static void assertEndsAndLeavesOut(String deed, String moment, String reason, Path work)
      throws Exception {
    try (PackedAgent agent = withGood(work)) {
      agent.drop("bad.jar", HostileJar.of("bad", deed, moment));
      PackedAgent.Exit exit = awaitEnd(agent, MARGIN);
      assertThat(exit.status()).isEqualTo(ENDED);
      assertThat(exit.err())
          .contains("ended with status 70: org.example.bad 1.0.0 (bad.jar) ")
          .contains(reason);
      assertThat(Files.readString(agent.data().resolve("log/metricbay.0.log"))).contains(reason);
    }
    assertLeftOut(work, reason);
  }

  /** Also if it has been taken out again by then, as its trial took too long. */
  @ParameterizedTest
  @ValueSource(ints = {1, 20})
  void whoSilencesTheAgentIsNamedAndLeftOut(int trial, @TempDir Path work) throws Exception {
    String options = IMPATIENT + " -Dmetricbay.deploy.trial-timeout=" + trial;
    Launch launch = PackedAgent.in(work).environment("METRICBAY_JAVA_OPTS", options);
    try (PackedAgent agent = withGood(launch)) {
      agent.drop("bad.jar", HostileJar.of("bad", "hold-locks", "call"));
      Duration limit = Duration.ofSeconds(PATIENCE).plus(MARGIN);
      assertEnded(agent, limit, PATIENCE, BAD_COLLECTOR);
    }
    assertLeftOut(work, silentFor(PATIENCE));
  }

  /** Its memory may be free again once it is taken out. */
  @Test
  void whoKeepsAllMemoryIsNamedAndLeftOutOrRefused(@TempDir Path work) throws Exception {
    boolean ended;
    try (PackedAgent agent = withGood(work)) {
      agent.drop("bad.jar", HostileJar.of("bad", "keep-memory-by-bytes", "call"));
      Duration limit = Duration.ofSeconds(PATIENCE).plus(MARGIN);
      await("the end or the refusal")
          .atMost(limit)
          .ignoreExceptions()
          .until(
              () ->
                  !agent.isAlive()
                      || PackedAgent.file(agent.plugins(), "bad.jar")
                          .path("state")
                          .asText()
                          .equals("REFUSED"));
      ended = !agent.isAlive();
      if (ended) {
        assertEnded(agent, limit, PATIENCE, BAD_COLLECTOR);
      } else {
        agent.awaitValue("good_value", 1);
        agent.drop("new.jar", PluginJar.collector("new").value(3));
        agent.awaitValue("new_value", 3);
      }
    }
    if (ended) {
      assertLeftOut(work, silentFor(PATIENCE));
    }
  }

  @Tag("once")
  @Test
  void whereNobodyIsKnownTheNewestIsLeftOutTheThirdTime(@TempDir Path work) throws Exception {
    try (PackedAgent agent = withGood(work)) {
      agent.drop("bad.jar", HostileJar.of("bad", "hold-memory-for-ever", "thread"));
      assertEnded(agent, Duration.ofSeconds(PATIENCE).plus(MARGIN), PATIENCE, "not known");
    }
    // As if it had ended so twice before, too.
    Path record = work.resolve("data/last-end");
    String once = Files.readString(record).replaceFirst("began \\d+\n", "");
    Files.writeString(record, once + once + once);
    try (PackedAgent agent = impatient(work).start()) {
      agent.awaitLog("3 times within an hour: the newest plugin is left out");
      agent.awaitFile("bad.jar", "REFUSED");
      agent.awaitValue("good_value", 1);
    }
  }

  @Test
  @Order(Integer.MAX_VALUE)
  void byDefaultItEndsAfterThirtySeconds() throws Exception {
    Duration since = Duration.ofNanos(System.nanoTime() - slowSince);
    Duration left = SLOW.plus(MARGIN).plus(MARGIN).minus(since);
    Duration least = Duration.ofSeconds(1);
    assertEnded(slow, left.compareTo(least) < 0 ? least : left, SLOW.toSeconds(), BAD_COLLECTOR);
  }

  /** Other signs of it may be found before. */
  private static String silentFor(long seconds) {
    String time = " for " + seconds + " s";
    return "(not answered" + time + "|only collected garbage" + time + "|thread .* has died)";
  }

  private static void assertEnded(PackedAgent agent, Duration limit, long patience, String culprit)
      throws Exception {
    PackedAgent.Exit exit = awaitEnd(agent, limit);
    assertThat(exit.status()).as(exit.err()).isEqualTo(ENDED);
    String line = "ended with status 70: .*" + silentFor(patience) + "; .*" + culprit;
    assertThat(exit.err()).containsPattern(line);
    assertThat(Files.readString(agent.data().resolve("log/metricbay.0.log"))).containsPattern(line);
  }
}
