package org.metricbay.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Replaced plugins leave nothing behind. */
class LeakIT {
  private static final int UPGRADES = 30;
  private static final String LOADERS = "metricbay_deploy_class_loaders_not_collected";

  @ParameterizedTest
  @ValueSource(strings = {"well", "throw", "thread-local"})
  void upgradesLeaveNoClassLoaders(String how, @TempDir Path work) throws Exception {
    try (PackedAgent agent = PackedAgent.in(work).start()) {
      agent.drop("demo.jar", demo(0, how));
      agent.awaitPage("the plugin", page -> page.has(info(0)));
      try (Scraper scraper = Scraper.of(agent)) {
        for (int i = 1; i <= UPGRADES; i++) {
          int now = i;
          agent.drop("demo.jar", demo(i, how));
          agent.awaitPage("version " + i, page -> page.has(info(now)));
        }
        scraper.awaitScrapes(1);
      }
      assertThat(agent.scrape().value("metricbay_deploy_upgrades_total")).isEqualTo(UPGRADES);
      // A GC may have to come twice, as what the first one finds may still be finalized.
      await(LOADERS)
          .atMost(PackedAgent.DEADLINE)
          .untilAsserted(
              () -> {
                agent.jcmd("GC.run");
                assertThat(agent.scrape().value(LOADERS)).isLessThanOrEqualTo(1);
              });
    }
  }

  private static String info(int number) {
    return "metricbay_collector_info{bundle=\"org.example.demo\",collector=\"demo\",version=\"1.0."
        + number
        + "\"}";
  }

  private static PluginJar demo(int number, String how) {
    return PluginJar.collector("demo").version("1.0." + number).value(number).with("collect", how);
  }
}
