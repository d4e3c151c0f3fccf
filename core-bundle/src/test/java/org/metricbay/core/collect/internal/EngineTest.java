package org.metricbay.core.collect.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.metricbay.core.collect.internal.TestEngine.gauge;
import static org.metricbay.core.collect.internal.TestEngine.has;
import static org.metricbay.core.collect.internal.TestEngine.status;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.metricbay.api.MetricFamily;
import org.metricbay.core.collect.CollectorState;

/** What plugins may throw or return, and what comes of it on the page. */
@Timeout(60)
final class EngineTest {
  @RegisterExtension private final Hang hang = new Hang();
  @TempDir private Path home;

  @Test
  void whateverAPluginThrowsOrReturnsCostsOnlyItsOwnMetrics() throws Exception {
    try (TestEngine engine = TestEngine.start(home, 5)) {
      engine.add("good", () -> gauge("good_value", 1));
      engine.add("null", () -> null);
      engine.add("deep", this::endless);
      engine.add("greedy", () -> List.of(gauge("x" + new int[Integer.MAX_VALUE].length, 1).get(0)));
      engine.add(
          "unlinked",
          () -> {
            throw new NoClassDefFoundError("org/example/Missing");
          });
      engine.add(
          "silent",
          () -> {
            throw new IllegalStateException() {
              private static final long serialVersionUID = 1L;

              @Override
              public String getMessage() {
                throw new UnsupportedOperationException();
              }
            };
          });

      engine.failsWith("null", "IllegalArgumentException: collect() returned null");
      engine.failsWith("deep", "StackOverflowError");
      engine.failsWith("greedy", "OutOfMemoryError");
      engine.failsWith("unlinked", "NoClassDefFoundError: org/example/Missing");
      assertThat(status(engine.scrape(), "silent").state()).isEqualTo(CollectorState.FAILED);
      assertThat(status(engine.scrape(), "good").state()).isEqualTo(CollectorState.OK);
      assertThat(has(engine.scrape(), "good_value")).isTrue();
    }
  }

  @SuppressWarnings("InfiniteRecursion")
  private List<MetricFamily> endless() {
    return endless();
  }
}
