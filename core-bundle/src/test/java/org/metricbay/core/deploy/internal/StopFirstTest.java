package org.metricbay.core.deploy.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.metricbay.core.collect.CollectorState;

/** Plugins that cannot run beside another version of themselves. */
@Timeout(60)
final class StopFirstTest {
  @TempDir private Path home;

  @Test
  void servesTheLastValuesWithTheirAgeWhileTheNextOneStarts() throws Exception {
    try (TestAgent agent = TestAgent.start(home)) {
      agent.drop("a.jar", TestJar.stopFirst(1));
      agent.awaitRunning("a.jar", "1.0.0");
      assertThat(agent.value("metricbay_collector_age_seconds")).isEmpty();
      agent.drop("a.jar", TestJar.stopFirst(2).set("start", "hang"));
      await().atMost(TestAgent.LIMIT).until(() -> agent.events.contains("start 2"));

      assertThat(agent.events).containsSequence("stop 1", "start 2");
      assertThat(agent.value("demo_value")).contains(1.0);
      assertThat(agent.value("metricbay_collector_age_seconds").orElseThrow()).isPositive();
      agent.releaseHanging();
      agent.awaitRunning("a.jar", "2.0.0");
      assertThat(agent.value("demo_value")).contains(2.0);
      assertThat(agent.value("metricbay_collector_age_seconds")).isEmpty();
    }
  }

  @Test
  void startsTheFormerAgainWhenTheNextOneFails() throws Exception {
    try (TestAgent agent = TestAgent.start(home)) {
      agent.drop("a.jar", TestJar.stopFirst(1));
      agent.awaitRunning("a.jar", "1.0.0");
      agent.drop("a.jar", TestJar.stopFirst(2).set("start", "throw"));
      agent.awaitRefused("a.jar", "2.0.0");
      agent.awaitFile("a.jar", file -> file.runningVersion().equals(Optional.of("1.0.0")));
      await()
          .atMost(TestAgent.LIMIT)
          .until(() -> agent.value("metricbay_collector_age_seconds").isEmpty());
      assertThat(agent.events).containsSequence("start 1", "stop 1", "start 2", "start 1");
      assertThat(agent.value("demo_value")).contains(1.0);
    }
  }

  @Test
  void refusesOneThatRegistersNothingMore() throws Exception {
    try (TestAgent agent = TestAgent.start(home)) {
      agent.drop("a.jar", TestJar.stopFirst(1));
      agent.awaitRunning("a.jar", "1.0.0");
      agent.drop("a.jar", TestJar.stopFirst(2).set("names", ""));
      assertThat(agent.awaitRefused("a.jar", "2.0.0")).contains("registered no MetricPlugin");
      agent.awaitValue("demo_value", 1);
    }
  }

  @Test
  void neverRunsTwoAtOnceHoweverFastTheyCome() throws Exception {
    try (TestAgent agent = TestAgent.start(home)) {
      agent.drop("a.jar", TestJar.stopFirst(1));
      agent.awaitRunning("a.jar", "1.0.0");
      agent.drop("a.jar", TestJar.stopFirst(2).set("collect", "wait"));
      await().atMost(TestAgent.LIMIT).until(() -> agent.events.contains("start 2"));
      agent.drop("a.jar", TestJar.stopFirst(3));
      agent.awaitRunning("a.jar", "3.0.0");
      assertThat(agent.events).containsExactly("start 1", "stop 1", "start 2", "stop 2", "start 3");
      assertThat(agent.deployer().counts().refusals()).isZero();
    }
  }

  @Test
  void servesWhatOneGaveBeforeThatHangsInItsLastCall() throws Exception {
    try (TestAgent agent = TestAgent.start(home, "metricbay.deploy.trial-timeout", "0.2")) {
      agent.drop("a.jar", TestJar.stopFirst(1));
      agent.awaitRunning("a.jar", "1.0.0");
      assertThat(agent.value("demo_value")).contains(1.0);
      System.gc();
      System.setProperty("metricbay.test.collect.demo", "hang");
      try {
        agent.drop("a.jar", TestJar.stopFirst(2).set("start", "hang"));
        await().atMost(TestAgent.LIMIT).until(() -> agent.events.contains("start 2"));
        assertThat(agent.value("demo_value")).contains(1.0);
      } finally {
        System.clearProperty("metricbay.test.collect.demo");
      }
      agent.releaseHanging();
      agent.awaitRunning("a.jar", "2.0.0");
      assertThat(agent.value("demo_value")).contains(2.0);
    }
  }

  private static TestAgent impatientAgent(Path home) throws Exception {
    return TestAgent.start(
        home,
        "metricbay.deploy.start-timeout",
        "0.2",
        "metricbay.deploy.trial-timeout",
        "0.2",
        "metricbay.collect.timeout",
        "0.2");
  }

  @Test
  void doesNotServeTheLastValuesForGoodWhenTheFormerHangsInItsStop() throws Exception {
    try (TestAgent agent = impatientAgent(home)) {
      agent.drop("a.jar", TestJar.stopFirst(1).set("stop", "hang"));
      agent.awaitRunning("a.jar", "1.0.0");
      agent.drop("a.jar", TestJar.stopFirst(2));
      assertThat(agent.awaitRefused("a.jar", "2.0.0"))
          .isEqualTo("cannot run beside the version before, which did not stop within 0.2 s");
      assertThat(agent.file("a.jar").orElseThrow().runningVersion()).isEmpty();
      await().atMost(TestAgent.LIMIT).until(() -> agent.value("demo_value").isEmpty());
      assertThat(agent.engine().collectors())
          .singleElement()
          .satisfies(
              status -> {
                assertThat(status.state()).isEqualTo(CollectorState.FAILED);
                assertThat(status.error().orElse("")).contains("its last values are too old");
              });
      assertThat(agent.value("metricbay_collector_age_seconds")).isEmpty();

      // Another try does not make them young again, nor does it take another thread.
      agent.drop("a.jar", TestJar.stopFirst(3));
      agent.awaitRefused("a.jar", "3.0.0");
      assertThat(agent.value("demo_value")).isEmpty();
      assertThat(threadsThatStop("test.a")).isEqualTo(1);

      agent.releaseHanging();
      agent.awaitValue("demo_value", 1);
    }
  }

  private static long threadsThatStop(String symbolicName) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("metricbay-stop-" + symbolicName))
        .count();
  }

  @Test
  void dropsTheLastValuesAtOnceWhenTheFileOfOneThatHangsInItsStopIsDeleted() throws Exception {
    try (TestAgent agent = TestAgent.start(home, "metricbay.deploy.start-timeout", "0.2")) {
      agent.drop("a.jar", TestJar.stopFirst(1).set("stop", "hang"));
      agent.awaitRunning("a.jar", "1.0.0");
      agent.drop("a.jar", TestJar.stopFirst(2));
      agent.awaitRefused("a.jar", "2.0.0");
      assertThat(agent.value("demo_value")).contains(1.0);
      agent.delete("a.jar");
      agent.awaitGone("a.jar");
      assertThat(agent.value("demo_value")).isEmpty();
    }
  }
}
