package org.metricbay.core.deploy.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.metricbay.api.NumberSample;
import org.metricbay.core.collect.CollectRequest;
import org.metricbay.core.collect.Snapshot;

/** What scrapes see that overlap with a switch. */
@Timeout(60)
final class SwitchDuringScrapeTest {
  @TempDir private Path home;

  private static Optional<Double> demo(Snapshot page) {
    return page.families().stream()
        .filter(family -> family.name().equals("demo_value"))
        .map(family -> ((NumberSample) family.samples().get(0)).value())
        .findFirst();
  }

  private static Snapshot scrape(TestAgent agent) {
    try {
      return agent.scrape();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * A scrape shows what was true at some moment between its begin and its end. So one that begins
   * before the switch may show the old version's values even if it ends after one that shows the
   * new one's; but none that begins after such a one has ended does, also while both share runs
   * with the first.
   */
  @Test
  void noScrapeShowsTheOldOneThatBeganAfterAnotherShowedTheNewOne() throws Exception {
    try (TestAgent agent = TestAgent.start(home, "metricbay.collect.timeout", "30")) {
      agent.drop("a.jar", TestJar.plugin("test.a", "1.0.0").set("told", "yes"));
      agent.awaitRunning("a.jar", "1.0.0");
      agent.drop(
          "slow.jar", TestJar.plugin("test.slow", "1.0.0").set("names", "slow").set("told", "yes"));
      agent.awaitRunning("slow.jar", "1.0.0");
      System.setProperty("metricbay.test.collect.slow", "wait");
      try {
        agent.events.clear();
        CompletableFuture<Snapshot> first = CompletableFuture.supplyAsync(() -> scrape(agent));
        List<String> calls = List.of("collect demo", "collect slow");
        await().atMost(TestAgent.LIMIT).until(() -> agent.events.containsAll(calls));

        agent.drop("a.jar", TestJar.plugin("test.a", "2.0.0").set("value", "2"));
        agent.awaitRunning("a.jar", "2.0.0");
        for (int i = 0; i < 3; i++) {
          assertThat(demo(agent.engine().collect(CollectRequest.only("demo")))).contains(2.0);
        }
        CompletableFuture<Snapshot> joining = CompletableFuture.supplyAsync(() -> scrape(agent));
        assertThat(first).isNotDone();
        System.clearProperty("metricbay.test.collect.slow");
        agent.releaseHanging();
        assertThat(demo(joining.join())).contains(2.0);
        assertThat(demo(first.join())).contains(1.0);
        assertThat(demo(agent.scrape())).contains(2.0);
      } finally {
        System.clearProperty("metricbay.test.collect.slow");
      }
    }
  }
}
