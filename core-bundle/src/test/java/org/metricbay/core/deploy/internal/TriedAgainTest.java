package org.metricbay.core.deploy.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.metricbay.core.deploy.FileState;
import org.metricbay.core.deploy.PluginFile;

/** Upgrades that fail for a reason that passes, of plugins that cannot run twice at once. */
@Timeout(60)
final class TriedAgainTest {
  private final Failing failing = new Failing();
  @TempDir private Path home;

  @AfterEach
  void nothingFails() {
    failing.close();
  }

  private static int starts(TestAgent agent, int value) {
    return Collections.frequency(agent.events, "start " + value);
  }

  private static TestJar other() {
    return TestJar.plugin("test.b", "1.0.0").set("names", "b");
  }

  /** Ends with the version before, and says when the other is tried next. */
  private PluginFile failBesideFormer(TestAgent agent) throws Exception {
    agent.run("a.jar", TestJar.stopFirst(1));
    failing.fail(2);
    agent.drop("a.jar", TestJar.stopFirst(2));
    agent.awaitRefused("a.jar", "2.0.0");
    return agent.awaitFile("a.jar", it -> it.runningVersion().equals(Optional.of("1.0.0")));
  }

  @Test
  void whatFailsInPlaceOfWhatRunsIsTriedAtEachChangeAndReload() throws Exception {
    try (TestAgent agent = TestAgent.start(home)) {
      Instant begin = Instant.now();
      PluginFile file = failBesideFormer(agent);
      assertThat(file.nextTry().orElseThrow())
          .isBetween(begin.plusSeconds(60), Instant.now().plusSeconds(60));
      try (Watched watched = Watched.of(agent, "demo_value")) {
        agent.settle();
        assertThat(starts(agent, 2)).isEqualTo(1);
        agent.drop("b.jar", other());
        agent.settle();
        assertThat(starts(agent, 2)).as("after a change").isEqualTo(2);
        assertThat(agent.value("demo_value")).contains(1.0);
        agent.deployer().reload();
        assertThat(starts(agent, 2)).as("after a reload").isEqualTo(3);
        assertThat(agent.value("demo_value")).contains(1.0);
        Instant next = agent.file("a.jar").orElseThrow().nextTry().orElseThrow();
        assertThat(next).as("no longer pause").isBefore(Instant.now().plusSeconds(61));

        failing.recover(2);
        agent.delete("b.jar");
        agent.settle();
        agent.awaitRunning("a.jar", "2.0.0");
        watched.awaitMore();
      }
      assertThat(agent.value("demo_value")).contains(2.0);
      assertThat(agent.file("a.jar").orElseThrow().nextTry()).isEmpty();
    }
  }

  @Test
  void whatFailsInPlaceOfWhatRunsIsTriedByItselfAfterItsOwnPauses() throws Exception {
    Pauses pauses = new Pauses(Duration.ofMillis(1), Duration.ofMillis(100));
    try (TestAgent agent = TestAgent.start(home, pauses)) {
      failBesideFormer(agent);
      // Each look finds what is due meanwhile; the agent has one every 5 s.
      await()
          .atMost(TestAgent.LIMIT)
          .until(
              () -> {
                agent.settle();
                return starts(agent, 2) >= 3;
              });
      assertThat(agent.value("demo_value")).contains(1.0);
      failing.recover(2);
      agent.awaitRunning("a.jar", "2.0.0");
      agent.awaitValue("demo_value", 2);
    }
  }

  @Test
  void whatFailsInPlaceOfWhatRunsIsNotTriedAsSoonAsOthers() throws Exception {
    Pauses pauses = new Pauses(Duration.ofMillis(1), Duration.ofDays(1));
    try (TestAgent agent = TestAgent.start(home, pauses)) {
      failBesideFormer(agent);
      agent.settle();
      int tries = starts(agent, 2);
      for (int i = 0; i < 20; i++) {
        agent.settle();
      }
      assertThat(starts(agent, 2)).isEqualTo(tries);
      failing.recover(2);
    }
    try (TestAgent agent = TestAgent.start(home)) {
      agent.awaitRunning("a.jar", "2.0.0");
    }
  }

  @Test
  void whatUsesIsWiredAnewHoweverOftenAnUpgradeIsTried() throws Exception {
    Pauses pauses = new Pauses(Duration.ZERO, Duration.ZERO);
    String others = "org.osgi.framework,org.metricbay.api;version=\"[1.0,2)\",";
    try (TestAgent agent = TestAgent.start(home, pauses)) {
      agent.run("a.jar", TestJar.stopFirst(1).header("Export-Package", "g.a"));
      agent.run("user.jar", other().header("Import-Package", others + "g.a"));
      failing.fail(2);
      agent.drop("a.jar", TestJar.stopFirst(2).header("Export-Package", "g.a"));
      int enough = 25; // More than the renewals that one change may cost.
      await().atMost(TestAgent.LIMIT).until(() -> starts(agent, 2) >= enough);
      failing.recover(2);
      agent.awaitRunning("a.jar", "2.0.0");
      agent.settle();
      assertThat(agent.file("a.jar").orElseThrow().usedBy()).containsExactly("user.jar");
      assertThat(agent.bundles("test.a")).hasSize(1);
    }
  }

  @Test
  void whatFailsWithItsPredecessorForAWhileRunsByItself() throws Exception {
    try (TestAgent agent = TestAgent.start(home)) {
      failWithFormer(agent);
      failing.recoverAll();
      // Neither a change of the folder nor a reload is needed, and the better one is tried first.
      agent.awaitRunning("a.jar", "2.0.0");
      agent.awaitValue("demo_value", 2);
      assertThat(agent.file("a.jar").orElseThrow().nextTry()).isEmpty();
      assertThat(agent.value("metricbay_collector_age_seconds")).isEmpty();
    }
  }

  @Test
  void whatFailsWithItsPredecessorIsTriedAtEachChangeOfTheFolder() throws Exception {
    try (TestAgent agent = TestAgent.start(home)) {
      failWithFormer(agent);
      int tries = starts(agent, 2);
      agent.drop("b.jar", other());
      agent.settle();
      assertThat(starts(agent, 2)).isGreaterThan(tries);
      failing.recoverAll();
      agent.delete("b.jar");
      agent.settle();
      agent.awaitRunning("a.jar", "2.0.0");
    }
  }

  /** Ends with nothing that runs, and says when it is tried next. */
  private void failWithFormer(TestAgent agent) throws Exception {
    agent.run("a.jar", TestJar.stopFirst(1));
    failing.fail(1);
    failing.fail(2);
    agent.drop("a.jar", TestJar.stopFirst(2));
    PluginFile file =
        agent.awaitFile("a.jar", it -> it.nextTry().isPresent() && it.state() == FileState.REFUSED);
    agent.settle();
    assertThat(file.runningVersion()).isEmpty();
    assertThat(file.nextTry().orElseThrow()).isBefore(Instant.now().plusSeconds(300));
  }
}
