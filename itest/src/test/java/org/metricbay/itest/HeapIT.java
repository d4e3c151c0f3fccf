package org.metricbay.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What scrapes leave behind is found by quick collections of garbage. What gets into the old
 * generation stays there until a full one, which newer JVMs put off until the heap is at its limit.
 */
class HeapIT {
  private static final int TRIES = 3;
  private static final String OLD = "jvm_memory_pool_used_bytes{pool=\"Tenured Gen\"}";
  private static final String FULL = "jvm_gc_collection_seconds_count{gc=\"MarkSweepCompact\"}";
  private static final int CLIENTS = 3;
  private static final int SCRAPES = 2000;

  /** In bytes: two page buffers. Buffers made anew once in a while left half a megabyte. */
  private static final double BOUND = 250_000;

  private static void scrapeByAll(PackedAgent agent) {
    Stream<CompletableFuture<Void>> clients =
        Stream.generate(() -> CompletableFuture.runAsync(() -> scrapeMuch(agent))).limit(CLIENTS);
    clients.toList().forEach(CompletableFuture::join);
  }

  private static void scrapeMuch(PackedAgent agent) {
    for (int i = 0; i < SCRAPES; i++) {
      HttpResponse<String> response = agent.get("/metrics");
      assertThat(response.statusCode()).isEqualTo(200);
    }
  }

  @Tag("once")
  @Test
  void oldGenerationDoesNotGrowWithScrapes(@TempDir Path work) throws Exception {
    Path plugins = PackedAgent.HOME.resolve("bundles-deploy");
    try (PackedAgent agent = PackedAgent.in(work).with("--deploy", plugins.toString()).start()) {
      agent.awaitPage("all plugins", page -> page.has(OLD) && page.has("node_load1"));
      scrapeByAll(agent);
      MetricsPage warm = agent.scrape();
      scrapeByAll(agent);
      MetricsPage then = agent.scrape();
      // A whole collection in between, as after a crowd of clients, would tell nothing.
      for (int tries = TRIES; then.value(FULL) > warm.value(FULL) && tries > 0; tries--) {
        warm = then;
        scrapeByAll(agent);
        then = agent.scrape();
      }
      assertThat(then.value(FULL)).isEqualTo(warm.value(FULL));
      assertThat(then.value(OLD) - warm.value(OLD)).isLessThan(BOUND);
    }
  }
}
