package org.metricbay.core.collect.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.metricbay.core.collect.internal.TestEngine.gauge;
import static org.metricbay.core.collect.internal.TestEngine.has;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.metricbay.core.collect.CollectRequest;
import org.metricbay.core.collect.CollectorState;
import org.metricbay.core.collect.CollectorStatus;
import org.metricbay.core.collect.Snapshot;
import org.metricbay.core.collect.UnknownCollectorException;

/** Names of collectors: bad ones, the same twice, and requests for some. */
@Timeout(60)
final class CollectorNamesTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  @TempDir private Path home;

  @Test
  void twoPluginsThatTurnOutToHaveOneNameDoNotFailTheScrape() throws Exception {
    try (TestEngine engine = TestEngine.start(home, 5)) {
      AtomicBoolean named = new AtomicBoolean();
      engine.add("demo", () -> gauge("a_value", 1));
      engine.scrape();
      engine.add(
          TestEngine.plugin(
              () -> {
                if (!named.get()) {
                  throw new IllegalStateException("not yet");
                }
                return "demo";
              },
              () -> gauge("b_value", 1)));
      assertThat(engine.scrape().results()).hasSize(2);
      named.set(true);

      Snapshot page = engine.scrape();
      assertThat(page.results()).hasSize(1);
      assertThat(has(page, "a_value")).isTrue();
      assertThat(engine.engine().collectors())
          .extracting(CollectorStatus::state)
          .containsExactly(CollectorState.OK, CollectorState.DUPLICATE);
    }
  }

  @Test
  void filtersByNameAndListsTheNamesThatThereAre() throws Exception {
    try (TestEngine engine = TestEngine.start(home, 5)) {
      engine.add("a", () -> gauge("a_value", 1));
      engine.add("b", () -> gauge("b_value", 1));
      engine.scrape();
      Snapshot onlyA = engine.engine().collect(CollectRequest.only("a"));
      assertThat(has(onlyA, "a_value")).isTrue();
      assertThat(has(onlyA, "b_value")).isFalse();
      Snapshot butA = engine.engine().collect(new CollectRequest(Set.of(), Set.of("a"), LONG));
      assertThat(has(butA, "a_value")).isFalse();
      assertThat(has(butA, "b_value")).isTrue();
      assertThatThrownBy(() -> engine.engine().collect(CollectRequest.only("c")))
          .isInstanceOf(UnknownCollectorException.class)
          .hasMessage("there is no collector \"c\"; there are: a, b");
    }
  }

  @Test
  void badNamesAreToldAndTheirPluginsNeverLost() throws Exception {
    try (TestEngine engine = TestEngine.start(home, 5)) {
      engine.add("not a name\n", List::of);
      List<String> errors = new ArrayList<>();
      engine.scrape().results().forEach(r -> r.status().error().ifPresent(errors::add));
      assertThat(errors)
          .singleElement()
          .asString()
          .startsWith("IllegalArgumentException: name() returned \"not a name \": give 1 to 100");
    }
  }
}
