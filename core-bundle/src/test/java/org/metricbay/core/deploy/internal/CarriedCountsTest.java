package org.metricbay.core.deploy.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Dictionary;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.metricbay.api.CarriedState;
import org.metricbay.api.Collector;
import org.metricbay.api.StateCarrier;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;

/** What a plugin counts survives whatever happens to the plugin, and is never counted twice. */
@Timeout(240)
final class CarriedCountsTest {
  private static final String JAR = "counting.jar";
  private static final String COLLECT = "metricbay.test.collect.counting";
  private static final int UPGRADES = Integer.getInteger("metricbay.test.upgrades", 100);
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir private Path home;
  private final Happenings happenings = new Happenings();

  @BeforeEach
  void tellSeed() {
    happenings.begin();
  }

  @AfterEach
  void end() {
    System.clearProperty(COLLECT);
    happenings.close();
  }

  private static void awaitVersion(TestAgent agent, String version) {
    await()
        .atMost(LONG)
        .pollInterval(Duration.ofMillis(2))
        .until(
            () ->
                agent
                    .file(JAR)
                    .filter(file -> file.runningVersion().equals(Optional.of(version)))
                    .isPresent());
  }

  /** What is shown once all that were stopped have given their last. */
  private void assertAllCounted(TestAgent agent) throws Exception {
    happenings.stop();
    long sent = happenings.sent();
    assertThat(sent).isPositive();
    await()
        .atMost(LONG)
        .untilAsserted(() -> assertThat(agent.value("counted_total")).contains((double) sent));
    // What comes later would be counted twice.
    agent.settle();
    assertThat(agent.value("counted_total")).contains((double) sent);
  }

  @Test
  void upgradesARefusalAndARollbackLoseNoneAndCountNoneTwice() throws Exception {
    try (TestAgent agent = TestAgent.start(home, "metricbay.deploy.rollback-after", "0.2");
        Watching watching = new Watching(agent, "counted_total")) {
      agent.run(JAR, TestJar.counting("1.0.0"));
      happenings.start();
      watching.start();
      for (int i = 1; i <= UPGRADES; i++) {
        agent.drop(JAR, TestJar.counting("1." + i + ".0"));
        awaitVersion(agent, "1." + i + ".0");
      }
      String good = "1." + UPGRADES + ".0";

      agent.drop(JAR, TestJar.counting("2.0.0").set("collect", "throw"));
      agent.awaitRefused(JAR, "2.0.0");
      watching.awaitMore(20);

      agent.drop(JAR, TestJar.counting("3.0.0").set("collect", "asTold"));
      awaitVersion(agent, "3.0.0");
      watching.pause();
      System.setProperty(COLLECT, "throw");
      await()
          .atMost(LONG)
          .until(
              () -> {
                agent.scrape();
                return agent.deployer().counts().rollbacks() == 1;
              });
      awaitVersion(agent, good);
      watching.start();
      watching.awaitMore(20);

      assertAllCounted(agent);
      watching.assertNeverLess();
      assertThat(happenings.mostAtOnce()).as("versions that counted at once").isGreaterThan(1);
    }
  }

  /** So that some are given up in the middle, while the next one is tried. */
  @Test
  void versionsThatComeTooFastLoseNoneAndCountNoneTwice() throws Exception {
    Random random = happenings.choices();
    try (TestAgent agent = TestAgent.start(home);
        Watching watching = new Watching(agent, "counted_total")) {
      agent.run(JAR, TestJar.counting("1.0.0"));
      happenings.start();
      watching.start();
      for (int i = 1; i <= 60; i++) {
        TestJar jar = TestJar.counting("1." + i + ".0");
        agent.drop(JAR, random.nextInt(4) == 0 ? jar.set("collect", "throw") : jar);
        happenings.awaitMore(random.nextInt(150));
      }
      agent.run(JAR, TestJar.counting("2.0.0"));
      assertAllCounted(agent);
      watching.assertNeverLess();
    }
  }

  @Test
  void aCarrierThatComesLateIsGivenAllTheSame() throws Exception {
    AtomicLong given = new AtomicLong(-1);
    StateCarrier late =
        new StateCarrier() {
          @Override
          public CarriedState save() {
            return new CarriedState(1, Map.of("counted", given.get()));
          }

          @Override
          public void restore(CarriedState state) {
            given.set(state.count("counted"));
          }
        };
    try (TestAgent agent = TestAgent.start(home)) {
      countWith(agent, TestJar.counting("1.0.0"));
      happenings.stop();
      agent.run(JAR, TestJar.counting("2.0.0").set("carrier", "none"));
      agent.settle();
      assertThat(given).hasValue(-1);
      Dictionary<String, Object> name =
          FrameworkUtil.asDictionary(Map.of(Collector.NAME, "counting"));
      agent
          .bundle("test.counting")
          .getBundleContext()
          .registerService(StateCarrier.class, late, name);
      await().atMost(LONG).until(() -> given.get() == happenings.sent());
      agent.run(JAR, TestJar.counting("3.0.0"));
      assertAllCounted(agent);
    }
  }

  @Test
  void restartsKeepTheCount() throws Exception {
    for (int i = 1; i <= 3; i++) {
      try (TestAgent agent = TestAgent.start(home)) {
        countWith(agent, TestJar.counting(i + ".0.0"));
        assertAllCounted(agent);
      }
    }
  }

  @Test
  void aDeployerThatIsRestartedHandsOverWhatRuns() throws Exception {
    try (TestAgent agent = TestAgent.start(home)) {
      countWith(agent, TestJar.counting("1.0.0"));
      agent.restartDeployer(() -> happenings.awaitMore(20));
      agent.settle();
      happenings.awaitMore(20);
      assertAllCounted(agent);
    }
  }

  @Test
  void oneThatStopsFirstKeepsItAlsoIfTheNextOneIsRefused() throws Exception {
    try (TestAgent agent = TestAgent.start(home)) {
      countWith(agent, stopFirst("1.0.0"));
      agent.run(JAR, stopFirst("2.0.0"));
      happenings.awaitMore(20);
      agent.drop(JAR, stopFirst("3.0.0").set("collect", "throw"));
      agent.awaitRefused(JAR, "3.0.0");
      awaitVersion(agent, "2.0.0");
      happenings.awaitMore(20);
      assertAllCounted(agent);
    }
  }

  /** Runs it until it has counted some. */
  private void countWith(TestAgent agent, TestJar jar) throws IOException {
    agent.run(JAR, jar);
    happenings.start();
    happenings.awaitMore(20);
  }

  private static TestJar stopFirst(String version) {
    return TestJar.counting(version).header("Metricbay-Upgrade", "stop-first");
  }

  @Test
  void oneThatIsStoppedByHandGoesOnWhereItWas() throws Exception {
    try (TestAgent agent = TestAgent.start(home)) {
      countWith(agent, TestJar.counting("1.0.0"));
      agent.bundle("test.counting").stop();
      agent.settle();
      agent.bundle("test.counting").start();
      agent.settle();
      happenings.awaitMore(20);
      assertAllCounted(agent);
    }
  }

  private static Bundle trial(TestAgent agent, String version) {
    return agent.bundles("test.counting").stream()
        .filter(bundle -> bundle.getVersion().toString().equals(version))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aVersionThatIsStoppedAndStartedByHandDuringItsTrialLosesNone() throws Exception {
    try (TestAgent agent = TestAgent.start(home)) {
      countWith(agent, TestJar.counting("1.0.0"));
      agent.drop(JAR, TestJar.counting("2.0.0").set("collect", "hang"));
      await().atMost(LONG).until(() -> happenings.mostAtOnce() == 2);
      happenings.awaitMore(20);
      Bundle onTrial = trial(agent, "2.0.0");
      onTrial.stop();
      try {
        onTrial.start();
      } catch (IllegalStateException e) {
        assertThat(e).hasMessageContaining("uninstalled"); // It has failed its trial by then.
        agent.settle();
        agent.bundle("test.counting").start(); // It counts as stopped by hand.
      }
      happenings.awaitMore(20);
      agent.releaseHanging();
      agent.settle();
      happenings.awaitMore(20);
      assertAllCounted(agent);
    }
  }

  @Test
  void aFileThatIsDeletedAndComesBackGoesOnWhereItWas() throws Exception {
    try (TestAgent agent = TestAgent.start(home)) {
      countWith(agent, TestJar.counting("1.0.0"));
      agent.delete(JAR);
      agent.awaitGone(JAR);
      agent.settle();
      agent.run(JAR, TestJar.counting("1.0.0"));
      happenings.awaitMore(20);
      assertAllCounted(agent);
    }
  }

  @Test
  void aVersionThatRefusesTheStateSaysSoAndStartsAnew() throws Exception {
    try (TestAgent agent = TestAgent.start(home);
        LogLines log = new LogLines()) {
      countWith(agent, TestJar.counting("1.0.0").set("form", "2"));
      happenings.stop();
      agent.run(JAR, TestJar.counting("2.0.0").set("form", "1"));
      assertThat(agent.value("counted_total")).contains(0.0);
      assertThat(log.with("test.counting 2.0.0 (counting): starts anew"))
          .singleElement()
          .asString()
          .contains("state of version 2", "it knows forms up to 1 only");
    }
  }

  @Test
  void whatACarrierDoesWrongCostsItsStateOnly() throws Exception {
    try (TestAgent agent = TestAgent.start(home);
        LogLines log = new LogLines()) {
      String[] wrong = {"save=throw", "save=hang", "more=70000", "restore=hang"};
      for (int i = 0; i < wrong.length; i++) {
        String[] how = wrong[i].split("=", -1);
        agent.run(JAR, TestJar.counting(2 * i + 1 + ".0.0").set(how[0], how[1]));
        agent.run(JAR, TestJar.counting(2 * i + 2 + ".0.0"));
        assertThat(agent.value("counted_total")).as(wrong[i]).contains(0.0);
      }
      assertThat(log.with("1.0.0", "its state cannot be had: IOException: told to throw in save"))
          .isNotEmpty();
      assertThat(log.with("3.0.0", "it did not answer within 1.0 s")).isNotEmpty();
      assertThat(log.with("5.0.0", "a text of 70000 characters: keep less")).isNotEmpty();
      assertThat(log.with("7.0.0", "starts anew", "it did not answer within 1.0 s")).hasSize(1);
    }
  }

  @Test
  void nothingKeepsTheClassesOfVersionsThatAreGone() throws Exception {
    try (TestAgent agent = TestAgent.start(home)) {
      agent.run(JAR, TestJar.counting("1.0.0"));
      happenings.start();
      for (int i = 1; i <= 5; i++) {
        agent.run(JAR, TestJar.counting("1." + i + ".0"));
        happenings.awaitMore(5);
      }
      agent.drop(JAR, TestJar.counting("2.0.0").set("collect", "throw"));
      agent.awaitRefused(JAR, "2.0.0");
      assertAllCounted(agent);
      await()
          .atMost(LONG)
          .until(
              () -> {
                System.gc();
                agent.scrape();
                return agent.deployer().loadersNotCollected() <= 1; // Of six.
              });
    }
  }
}
