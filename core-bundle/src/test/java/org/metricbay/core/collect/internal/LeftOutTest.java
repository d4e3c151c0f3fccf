package org.metricbay.core.collect.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.metricbay.core.collect.internal.TestEngine.gauge;
import static org.metricbay.core.collect.internal.TestEngine.has;
import static org.metricbay.core.collect.internal.TestEngine.status;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.metricbay.api.Labels;
import org.metricbay.api.LeftOut;
import org.metricbay.api.MetricDescriptor;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.MetricType;
import org.metricbay.api.NumberSample;
import org.metricbay.core.collect.CollectorState;
import org.metricbay.core.collect.CollectorStatus;
import org.metricbay.core.collect.Snapshot;

/** What cannot be used costs itself, is told of, and nothing else of the collector is lost. */
@Timeout(60)
final class LeftOutTest {
  private static final MetricDescriptor ENERGY =
      MetricDescriptor.counter("x_joule_total", "Energy.", "sensor");

  @TempDir private Path home;

  /** A mistake that a collector may make. */
  private enum Mistake {
    NEGATIVE("counter x_joule_total{sensor=\"9\"}") {
      @Override
      MetricFamily family() {
        return ENERGY.samples().add(-1, "9").add(1, "1").build();
      }
    },
    NAME("metric \"my-metric\"") {
      @Override
      MetricFamily family() {
        return MetricFamily.gauge("my-metric", "Help.").sample(1).build();
      }
    },
    LABEL("a sample of y") {
      @Override
      MetricFamily family() {
        return MetricFamily.gauge("y", "Help.").sample(1, "my-label", "1").build();
      }
    },
    TWICE("series z{a=\"1\",b=\"\"}") {
      @Override
      MetricFamily family() {
        return MetricFamily.gauge("z", "Help.")
            .sample(1, "a", "1")
            .sample(2, "a", "1", "b", "")
            .build();
      }
    },
    LINE("line 3 of a file") {
      @Override
      MetricFamily family() {
        return ENERGY.samples().leaveOut("line 3 of a file", "has no number").build();
      }
    },
    KIND("HISTOGRAM h") {
      @Override
      MetricFamily family() {
        return new MetricFamily(
            "h", MetricType.HISTOGRAM, "Help.", List.of(new NumberSample(Labels.empty(), 1)));
      }
    };

    private final String what;

    Mistake(String what) {
      this.what = what;
    }

    abstract MetricFamily family();
  }

  @Test
  void eachMistakeCostsItselfWhereverItStands() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    try (TestEngine engine = TestEngine.start(home, 5)) {
      for (int round = 0; round < 50; round++) {
        Mistake mistake = Mistake.values()[random.nextInt(Mistake.values().length)];
        List<MetricFamily> given = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
          given.addAll(gauge("good" + i, i));
        }
        given.add(random.nextInt(6), mistake.family());
        var registration = engine.add("some", () -> given);
        Snapshot page = engine.scrape();
        CollectorStatus status = status(page, "some");
        assertThat(status.state())
            .as("seed %s, round %s, %s", seed, round, mistake)
            .isEqualTo(CollectorState.OK);
        assertThat(status.leftOut()).extracting(LeftOut::what).containsExactly(mistake.what);
        assertThat(page.families().stream().filter(it -> it.name().startsWith("good"))).hasSize(5);
        assertThat(has(page, "metricbay_collector_left_out")).isTrue();
        assertThat(has(page, "x_joule_total")).isEqualTo(mistake == Mistake.NEGATIVE);
        registration.unregister();
      }
    }
  }

  @Test
  void aFamilyThatIsMissingOrGivenTwiceCostsItself() throws Exception {
    try (TestEngine engine = TestEngine.start(home, 5)) {
      engine.add(
          "some",
          () ->
              Arrays.asList(
                  gauge("a", 1).get(0), null, gauge("b", 2).get(0), gauge("a", 3).get(0)));
      for (int again = 0; again < 3; again++) {
        Snapshot page = engine.scrape();
        assertThat(status(page, "some").leftOut())
            .extracting(LeftOut::toString)
            .containsExactly(
                "a family is null: do not add it to the list",
                "family a is there a second time: put its samples into one");
        assertThat(page.families()).contains(gauge("a", 1).get(0), gauge("b", 2).get(0));
      }
    }
  }

  @Test
  void aMistakeOfOneCallIsNotThatOfTheNext() throws Exception {
    try (TestEngine engine = TestEngine.start(home, 5)) {
      AtomicInteger calls = new AtomicInteger();
      MetricFamily a = gauge("a", 1).get(0);
      MetricFamily b = gauge("b", 2).get(0);
      engine.add(
          "some",
          () -> calls.incrementAndGet() % 2 == 0 ? Arrays.asList(a, null, b) : List.of(a, b));
      engine.awaitFirstCall("some");
      for (int again = 0; again < 6; again++) {
        Snapshot page = engine.scrape();
        assertThat(status(page, "some").state()).isEqualTo(CollectorState.OK);
        assertThat(status(page, "some").leftOut()).hasSize(calls.get() % 2 == 0 ? 1 : 0);
        assertThat(page.families()).contains(a, b);
      }
    }
  }

  @Test
  void whatIsLeftOutIsShownInOneLine() throws Exception {
    try (TestEngine engine = TestEngine.start(home, 5)) {
      engine.add("some", () -> List.of(ENERGY.samples().leaveOut("a\nline", "\u001b[2J").build()));
      assertThat(status(engine.scrape(), "some").leftOut())
          .singleElement()
          .asString()
          .doesNotContain("\n", "\u001b");
    }
  }

  @Test
  void aPageWithoutMistakesSaysNothingOfThem() throws Exception {
    try (TestEngine engine = TestEngine.start(home, 5)) {
      engine.add("good", () -> gauge("good_value", 1));
      Snapshot page = engine.scrape();
      assertThat(status(page, "good").leftOut()).isEmpty();
      assertThat(has(page, "metricbay_collector_left_out")).isFalse();
    }
  }

  @Test
  void aFamilyWithoutHelpIsShownWithItsName() throws Exception {
    try (TestEngine engine = TestEngine.start(home, 5)) {
      engine.add("some", () -> List.of(MetricFamily.gauge("bare", " ").sample(1).build()));
      assertThat(engine.scrape().families())
          .filteredOn(family -> family.name().equals("bare"))
          .extracting(MetricFamily::help)
          .containsExactly("bare");
    }
  }
}
