package org.metricbay.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The agent's metrics about its own process and JVM. */
class JvmIT {
  private static final String ALLOCATED = "jvm_memory_pool_allocated_bytes_total";
  private static final String LEFT = "metricbay_deploy_class_loaders_not_collected";

  @TempDir private Path work;

  private static byte[] jar() throws IOException {
    return Files.readAllBytes(PackedAgent.HOME.resolve("bundles-deploy/jvm-bundle.jar"));
  }

  /** The same bundle in another file: its archive has a comment. */
  private static byte[] changedJar(int length) throws IOException {
    byte[] bytes = jar();
    byte[] changed = Arrays.copyOf(bytes, bytes.length + length);
    changed[bytes.length - 2] = (byte) length;
    return changed;
  }

  private static double allocated(MetricsPage page) {
    return page.startingWith(ALLOCATED).stream().mapToDouble(page::value).sum();
  }

  @Test
  void goesOnThroughUpgradesAndLeavesNothingBehind() throws Exception {
    try (PackedAgent agent = PackedAgent.in(work).with("--no-console").start()) {
      agent.drop("jvm-bundle.jar", jar());
      agent.awaitPage("the process", page -> page.has("process_resident_memory_bytes"));
      agent.jcmd("GC.run");
      MetricsPage before =
          agent.awaitPage("what was allocated", page -> !page.startingWith(ALLOCATED).isEmpty());
      assertThat(before.startingWith("node_scrape_collector_success{collector=\"jvm_")).hasSize(9);
      try (Scraper scraper = Scraper.of(agent).require("jvm_").require("process_")) {
        for (int i = 1; i <= 3; i++) {
          agent.forgetLog();
          agent.drop("jvm-bundle.jar", changedJar(i));
          agent.awaitLog("jvm-bundle.jar: updated org.metricbay.jvm");
          scraper.awaitScrapes(3);
        }
        assertThat(allocated(agent.scrape())).isGreaterThanOrEqualTo(allocated(before));
        scraper.release("");
        agent.delete("jvm-bundle.jar");
        agent.awaitNo("process_resident_memory_bytes");
      }
      assertThat(agent.scrape().startingWith("jvm_")).isEqualTo(Set.of());
      // A GC may have to come twice, as what the first one finds may still be finalized.
      await(LEFT)
          .atMost(PackedAgent.DEADLINE)
          .untilAsserted(
              () -> {
                agent.jcmd("GC.run");
                assertThat(agent.scrape().value(LEFT)).isZero();
              });
      agent.drop("jvm-bundle.jar", jar());
      MetricsPage again =
          agent.awaitPage("what was allocated", page -> !page.startingWith(ALLOCATED).isEmpty());
      assertThat(allocated(again)).isGreaterThanOrEqualTo(allocated(before));
      assertThat(agent.log()).doesNotContain("SEVERE", "WARNING");
    }
  }
}
