package org.metricbay.core.collect.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.metricbay.core.collect.internal.TestEngine.gauge;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.metricbay.api.MetricFamily;

final class LastOutcomeTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  private final LastOutcome last = new LastOutcome();

  /** Tells of a good call, of which nobody else holds anything. */
  private WeakReference<List<MetricFamily>> succeed(double value) {
    List<MetricFamily> families = gauge("value", value);
    last.set(Outcome.good(families, 1, 0, List.of(), Duration.ZERO));
    return new WeakReference<>(families);
  }

  @Test
  void valuesGoOnceNobodyNeedsThem() {
    Garbage.awaitCollected(succeed(1));
    last.freeze(LONG);
    assertThat(last.standIn().error().orElse("")).endsWith("its last values are gone");
  }

  @Test
  void onlyTheLatestValuesAreHeld() {
    last.hold();
    WeakReference<List<MetricFamily>> first = succeed(1);
    succeed(2);
    Garbage.awaitCollected(first);
    last.freeze(LONG);
    assertThat(last.standIn().families()).isEqualTo(gauge("value", 2));
    assertThat(last.age()).isPresent();
  }

  @Test
  void theAgeIsThatOfTheValuesAndNotOfTheFreeze() {
    last.hold();
    succeed(1);
    long begun = System.nanoTime();
    await().until(() -> System.nanoTime() - begun > 50_000_000);
    last.freeze(LONG);
    assertThat(last.age().orElseThrow()).isGreaterThanOrEqualTo(Duration.ofMillis(50));
  }

  @Test
  void aLateFailureDoesNotTakeTheValuesAway() {
    last.hold();
    succeed(1);
    last.freeze(LONG);
    last.set(Outcome.failed("its service is gone", Duration.ZERO));
    assertThat(last.standIn().families()).isEqualTo(gauge("value", 1));
  }

  @Test
  void aSecondFreezeDoesNotMakeTheValuesYounger() {
    succeed(1);
    last.freeze(Duration.ZERO);
    last.freeze(LONG);
    assertThat(last.age()).isEmpty();
    assertThat(last.standIn().error().orElse("")).endsWith("too old to be shown");
  }
}
