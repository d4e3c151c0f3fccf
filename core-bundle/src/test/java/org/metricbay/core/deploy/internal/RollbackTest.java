package org.metricbay.core.deploy.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.metricbay.core.collect.CollectorState;
import org.osgi.framework.Bundle;

/** Versions that start well and fail later. */
@Timeout(60)
final class RollbackTest {
  private static final String COLLECT = "metricbay.test.collect.demo";

  @TempDir private Path home;

  @AfterEach
  void behaveAgain() {
    System.clearProperty(COLLECT);
  }

  private static void scrapeUntil(TestAgent agent, BooleanSupplier condition) {
    await()
        .atMost(TestAgent.LIMIT)
        .until(
            () -> {
              agent.scrape();
              return condition.getAsBoolean();
            });
  }

  @Test
  void aSingleFailureIsNotEnoughHoweverLongNobodyAsksAgain() throws Exception {
    try (TestAgent agent = TestAgent.start(home, "metricbay.deploy.rollback-after", "0.001")) {
      agent.drop("a.jar", TestJar.plugin("test.a", "1.0.0"));
      agent.awaitRunning("a.jar", "1.0.0");
      Bundle bundle = agent.bundle("test.a");
      System.setProperty(COLLECT, "throw");
      agent.scrape();
      assertThat(agent.gate().failingFor(bundle)).isZero();
      agent.scrape();
      assertThat(agent.gate().failingFor(bundle)).isPositive();
      System.clearProperty(COLLECT);
      agent.scrape();
      assertThat(agent.gate().failingFor(bundle)).isZero();
    }
  }

  @Test
  void theVersionBeforeRunsAgain() throws Exception {
    try (TestAgent agent = TestAgent.start(home, "metricbay.deploy.rollback-after", "0.1")) {
      agent.drop("a.jar", TestJar.plugin("test.a", "1.0.0").set("value", "1"));
      agent.awaitRunning("a.jar", "1.0.0");
      agent.drop("a.jar", TestJar.plugin("test.a", "2.0.0").set("value", "2"));
      agent.awaitRunning("a.jar", "2.0.0");
      System.setProperty(COLLECT, "throw");
      scrapeUntil(agent, () -> agent.deployer().counts().rollbacks() == 1);

      assertThat(agent.awaitRefused("a.jar", "2.0.0"))
          .isEqualTo("all its collectors failed for 0.1 s; it was taken back");
      agent.awaitFile("a.jar", file -> file.runningVersion().equals(Optional.of("1.0.0")));
      System.clearProperty(COLLECT);
      agent.awaitValue("demo_value", 1);
      assertThat(agent.deployer().counts().rollbacks()).isEqualTo(1);
    }
  }

  @Test
  void theFailingVersionStaysWhenTheOneBeforeFailsToo() throws Exception {
    try (TestAgent agent = TestAgent.start(home, "metricbay.deploy.rollback-after", "0.1")) {
      System.setProperty("metricbay.test.start.1", "well");
      agent.drop("a.jar", TestJar.plugin("test.a", "1.0.0").set("value", "1"));
      agent.awaitRunning("a.jar", "1.0.0");
      agent.drop("a.jar", TestJar.plugin("test.a", "2.0.0").set("value", "2"));
      agent.awaitRunning("a.jar", "2.0.0");
      System.setProperty(COLLECT, "throw");
      System.setProperty("metricbay.test.start.1", "throw");
      scrapeUntil(agent, () -> agent.deployer().counts().refusals() == 1);
      agent.deployer().reload();

      assertThat(agent.engine().collectors())
          .singleElement()
          .satisfies(status -> assertThat(status.state()).isEqualTo(CollectorState.FAILED));
    } finally {
      System.clearProperty("metricbay.test.start.1");
    }
  }
}
