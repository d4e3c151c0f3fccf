package org.metricbay.core.deploy.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;

/** The folder's life in a real framework: what comes, changes, fails and goes. */
@Timeout(60)
final class DeploymentTest {
  @TempDir private Path home;

  @Test
  void replacesAVersionWithoutAScrapeThatMissesIt() throws Exception {
    try (TestAgent agent = TestAgent.start(home)) {
      agent.drop("a.jar", TestJar.plugin("test.a", "1.0.0").set("value", "0"));
      agent.awaitRunning("a.jar", "1.0.0");
      AtomicBoolean stop = new AtomicBoolean();
      List<String> faults = new ArrayList<>();
      Thread scraper =
          new Thread(
              () -> {
                double last = 0;
                while (!stop.get()) {
                  try {
                    double now = agent.value("demo_value").orElse(-1.0);
                    if (now < last) {
                      faults.add("from " + last + " to " + now);
                    }
                    last = now;
                  } catch (Exception e) {
                    faults.add(e.toString());
                  }
                }
              });
      scraper.start();
      for (int i = 1; i <= 20; i++) {
        agent.drop("a.jar", TestJar.plugin("test.a", "1.0." + i).set("value", "" + i));
        agent.awaitRunning("a.jar", "1.0." + i);
      }
      stop.set(true);
      scraper.join();

      assertThat(faults).isEmpty();
      assertThat(agent.value("demo_value")).contains(20.0);
      await().atMost(TestAgent.LIMIT).until(() -> agent.bundles("test.a").size() == 1);
      assertThat(agent.deployer().counts().upgrades()).isEqualTo(20);
    }
  }

  @Test
  void keepsTheOldVersionWhenTheNewOneFails() throws Exception {
    try (TestAgent agent = TestAgent.start(home)) {
      agent.drop("a.jar", TestJar.plugin("test.a", "1.0.0").set("value", "1"));
      agent.awaitRunning("a.jar", "1.0.0");
      Bundle old = agent.bundle("test.a");

      agent.drop("a.jar", TestJar.plugin("test.a", "2.0.0").set("start", "throw"));
      assertThat(agent.awaitRefused("a.jar", "2.0.0"))
          .isEqualTo("could not be started: IOException: told to throw");
      agent.drop("a.jar", TestJar.plugin("test.a", "3.0.0").set("collect", "throw"));
      assertThat(agent.awaitRefused("a.jar", "3.0.0"))
          .isEqualTo("failed its first collection: demo: IOException: told to throw");
      agent.drop("a.jar", TestJar.plugin("test.a", "4.0.0").set("names", ""));
      assertThat(agent.awaitRefused("a.jar", "4.0.0")).contains("registered no MetricPlugin");

      assertThat(agent.bundle("test.a")).isEqualTo(old);
      assertThat(agent.value("demo_value")).contains(1.0);
      assertThat(agent.events).containsOnlyOnce("start 1").doesNotContain("stop 1");
    }
  }
}
