package org.metricbay.core.collect.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.metricbay.core.collect.internal.TestEngine.gauge;
import static org.metricbay.core.collect.internal.TestEngine.has;
import static org.metricbay.core.collect.internal.TestEngine.status;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Dictionary;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.metricbay.api.Collector;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricPlugin;
import org.metricbay.api.NumberSample;
import org.metricbay.core.collect.CollectorState;
import org.metricbay.core.collect.Snapshot;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;

/** Collectors that say by properties what they are called and how they want to be called. */
@Timeout(60)
final class PacedCallsTest {
  private static final String AGE = "metricbay_collector_age_seconds";

  @RegisterExtension private final Hang hang = new Hang();
  @TempDir private Path home;

  /** Adds one that has no name of its own. */
  private static ServiceRegistration<MetricPlugin> add(
      TestEngine engine, Map<String, ?> properties, Callable<List<MetricFamily>> code) {
    Dictionary<String, ?> all = FrameworkUtil.asDictionary(properties);
    return engine
        .context()
        .registerService(
            MetricPlugin.class,
            new MetricPlugin() {
              @Override
              public List<MetricFamily> collect() throws Exception {
                return code.call();
              }
            },
            all);
  }

  private static double value(Snapshot page, String family) {
    return page.families().stream()
        .filter(it -> it.name().equals(family))
        .map(it -> ((NumberSample) it.samples().get(0)).value())
        .findFirst()
        .orElse(Double.NaN);
  }

  @Test
  void aNameIsKnownWithoutACall() throws Exception {
    try (TestEngine engine = TestEngine.start(home, 5)) {
      AtomicInteger calls = new AtomicInteger();
      add(
          engine,
          Map.of(Collector.NAME, "quiet", Collector.DESCRIPTION, "Says\nlittle."),
          () -> gauge("calls", calls.incrementAndGet()));
      assertThat(engine.engine().collectors())
          .extracting(it -> it.name() + ": " + it.description() + " " + it.state())
          .containsExactly("quiet: Says little. NEW");
      assertThat(calls).hasValue(0);
      assertThat(value(engine.scrape(), "calls")).isEqualTo(1);
    }
  }

  @Test
  void aNameThatCannotBeUsedIsToldOf() throws Exception {
    try (TestEngine engine = TestEngine.start(home, 5)) {
      add(engine, Map.of(Collector.NAME, "no name"), () -> gauge("x", 1));
      assertThat(engine.scrape().results())
          .singleElement()
          .extracting(it -> it.status().error().orElse(""))
          .asString()
          .contains("its property metricbay.collector.name is \"no name\": give a string of 1 to");
    }
  }

  @Test
  void oneWithoutAnyNameIsToldHowToGetOne() throws Exception {
    try (TestEngine engine = TestEngine.start(home, 5)) {
      add(engine, Map.of("x", "y"), () -> gauge("x", 1));
      assertThat(engine.scrape().results())
          .singleElement()
          .extracting(it -> it.status().error().orElse(""))
          .asString()
          .contains("it has no name: annotate its class with @Collector(name = \"…\")");
    }
  }

  @Test
  void oneWithAnIntervalIsCalledBesideTheScrapes() throws Exception {
    try (TestEngine engine = TestEngine.start(home, 5)) {
      AtomicInteger calls = new AtomicInteger();
      add(
          engine,
          Map.of(Collector.NAME, "slow", Collector.INTERVAL, 0.2),
          () -> gauge("calls", calls.incrementAndGet()));
      await().until(() -> calls.get() > 3); // Nobody scrapes.
      Snapshot page = engine.scrape();
      assertThat(status(page, "slow").state()).isEqualTo(CollectorState.OK);
      assertThat(value(page, "calls")).isGreaterThan(3);
      assertThat(value(page, AGE)).isBetween(0.0, 5.0);
      engine.add("usual", () -> gauge("usual", 1));
      assertThat(engine.scrape().families())
          .filteredOn(it -> it.name().equals(AGE))
          .singleElement()
          .extracting(it -> it.samples().size())
          .isEqualTo(1);
    }
  }

  @Test
  void scrapesDoNotCallOneWithAnIntervalNorWaitForIt() throws Exception {
    try (TestEngine engine = TestEngine.start(home, 5)) {
      AtomicInteger calls = new AtomicInteger();
      add(
          engine,
          Map.of(Collector.NAME, "slow", Collector.INTERVAL, "3600"),
          () -> gauge("calls", calls.incrementAndGet()));
      await().until(() -> has(engine.scrape(), "calls"));
      for (int i = 0; i < 20; i++) {
        assertThat(value(engine.scrape(), "calls")).isEqualTo(1);
      }
      assertThat(calls).hasValue(1);
    }
  }

  @Test
  void whatFailsBesideTheScrapesFailsOnPages() throws Exception {
    try (TestEngine engine = TestEngine.start(home, 5)) {
      AtomicInteger calls = new AtomicInteger();
      add(
          engine,
          Map.of(Collector.NAME, "slow", Collector.INTERVAL, 0.1),
          () -> {
            if (calls.incrementAndGet() > 2) {
              throw new IllegalStateException("no more");
            }
            return gauge("calls", calls.get());
          });
      await().until(() -> status(engine.scrape(), "slow").state() == CollectorState.FAILED);
      Snapshot page = engine.scrape();
      assertThat(has(page, "calls")).isFalse();
      assertThat(has(page, AGE)).isFalse();
    }
  }

  @Test
  void oneThatIsGoneIsNotCalledAnyMore() throws Exception {
    try (TestEngine engine = TestEngine.start(home, 5)) {
      AtomicInteger calls = new AtomicInteger();
      var registration =
          add(
              engine,
              Map.of(Collector.NAME, "slow", Collector.INTERVAL, 0.1),
              () -> gauge("calls", calls.incrementAndGet()));
      await().until(() -> calls.get() > 1);
      registration.unregister();
      AtomicInteger later = new AtomicInteger();
      add(
          engine,
          Map.of(Collector.NAME, "other", Collector.INTERVAL, 0.1),
          () -> gauge("later", later.incrementAndGet()));
      await().until(() -> later.get() > 2);
      int then = calls.get();
      int other = later.get();
      await().until(() -> later.get() > other + 4);
      assertThat(calls.get()).isEqualTo(then);
    }
  }

  @Test
  void itsOwnTimeLimitHoldsInAScrape() throws Exception {
    try (TestEngine engine = TestEngine.start(home, 30)) {
      add(
          engine,
          Map.of(Collector.NAME, "hung", Collector.TIMEOUT, 0.1),
          () -> {
            hang.hang();
            return gauge("never", 1);
          });
      engine.add("good", () -> gauge("good", 1));
      long begun = System.nanoTime();
      Snapshot page = engine.scrape();
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(15));
      assertThat(status(page, "hung").state()).isEqualTo(CollectorState.HUNG);
      assertThat(status(page, "hung").error()).contains("did not answer within 0.1 s");
      assertThat(has(page, "good")).isTrue();
      assertThat(status(engine.scrape(), "hung").state()).isEqualTo(CollectorState.HUNG);
    }
  }

  @Test
  void besideTheScrapesItsOwnTimeLimitMayBeLonger() throws Exception {
    try (TestEngine engine = TestEngine.start(home, 0.2)) {
      AtomicInteger calls = new AtomicInteger();
      add(
          engine,
          Map.of(Collector.NAME, "slow", Collector.INTERVAL, 3600, Collector.TIMEOUT, 30),
          () -> {
            long until = System.nanoTime() + Duration.ofMillis(600).toNanos();
            while (System.nanoTime() < until) {
              Thread.onSpinWait();
            }
            return gauge("calls", calls.incrementAndGet());
          });
      await().until(() -> has(engine.scrape(), "calls"));
      assertThat(status(engine.scrape(), "slow").state()).isEqualTo(CollectorState.OK);
    }
  }
}
