package org.metricbay.core.deploy.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.metricbay.core.deploy.internal.Content.Artifact;
import org.osgi.framework.Version;

final class RefusalsTest {
  private static final Pauses PAUSES = new Pauses(Duration.ofHours(1), Duration.ofDays(100));
  private static final Refusal FAILED = Refusal.failed("failed");

  private boolean runs;
  private boolean underWay;
  private final Refusals refusals = new Refusals(new Retries(PAUSES, artifact -> runs));
  private final Artifact usual = artifact("1.0.0", false);
  private final Artifact stopFirst = artifact("2.0.0", true);

  private static Artifact artifact(String version, boolean stopFirst) {
    return new Artifact("a.jar", version, "a", Version.parseVersion(version), 0, stopFirst);
  }

  private void fails(Artifact artifact) {
    refusals.failed(artifact, FAILED, System.nanoTime());
  }

  private boolean isRefused(Artifact artifact) {
    return refusals.digests().contains(artifact.digest());
  }

  private boolean forgetsDue() {
    return refusals.forgetDue(slot -> underWay);
  }

  @Test
  void pausesGrowUpToALimit() {
    for (int i = 0; i <= 10; i++) {
      fails(usual);
      assertThat(refusals.pause(usual)).isEqualTo(Duration.ofHours(1L << Math.min(i, 8)));
    }
    assertThat(Pauses.USUAL.after(20, false)).isEqualTo(Duration.ofSeconds(256));
    assertThat(Pauses.USUAL.after(20, true)).isEqualTo(Duration.ofMinutes(256));
  }

  @Test
  void aTryThatWasAskedForMakesNoPauseLonger() {
    fails(usual);
    for (int i = 0; i < 5; i++) {
      refusals.ask();
      assertThat(isRefused(usual)).isFalse();
      fails(usual);
      assertThat(refusals.pause(usual)).isEqualTo(PAUSES.usual());
      assertThat(forgetsDue()).isFalse();
    }
  }

  @Test
  void whatWasBeingTriedWhenItWasAskedForIsTriedOnceMore() {
    long begun = System.nanoTime();
    refusals.ask();
    refusals.failed(usual, FAILED, begun);
    assertThat(forgetsDue()).isTrue();
    assertThat(isRefused(usual)).isFalse();
    fails(usual);
    assertThat(forgetsDue()).isFalse();
  }

  @Test
  void thePauseIsThatOfWhatRunsNow() {
    fails(stopFirst);
    Instant soon = Instant.now().plus(PAUSES.usual());
    assertThat(refusals.nextTry(stopFirst).orElseThrow()).isBeforeOrEqualTo(soon);
    runs = true;
    assertThat(refusals.nextTry(stopFirst).orElseThrow()).isAfter(soon.plus(Duration.ofDays(99)));
    fails(usual);
    assertThat(refusals.pause(usual)).isEqualTo(PAUSES.usual());
    refusals.ran(stopFirst);
    assertThat(refusals.hasFailed(stopFirst)).isFalse();
  }

  @Test
  void whatStopsAnotherIsTriedWhenAllElseIsDone() {
    runs = true;
    underWay = true;
    Artifact better = artifact("3.0.0", true);
    fails(stopFirst);
    fails(better);
    refusals.ask();
    assertThat(isRefused(stopFirst)).isTrue();
    assertThat(forgetsDue()).isFalse();
    underWay = false;
    assertThat(forgetsDue()).isTrue();
    assertThat(refusals.digests()).isEmpty();
  }

  @Test
  void whatNeedsOtherContentIsNotTriedAgain() {
    refusals.put(usual, Refusal.of("was taken back"));
    refusals.ask();
    assertThat(forgetsDue()).isFalse();
    assertThat(isRefused(usual)).isTrue();
    assertThat(refusals.nextTry(usual)).isEmpty();
  }
}
