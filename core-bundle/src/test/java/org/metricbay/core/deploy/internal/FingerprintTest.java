package org.metricbay.core.deploy.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.metricbay.core.deploy.internal.Content.Problem;

final class FingerprintTest {
  private static Fingerprint at(String time) {
    FileTime then = FileTime.from(Instant.parse(time));
    return new Fingerprint("1", then, then, 10, false, 0, true, false);
  }

  private static Known known(Fingerprint of, Duration seenBefore, Duration readAfter) {
    long seen = System.nanoTime() - seenBefore.toNanos();
    return new Known(of, new Problem("is empty", true), seen, seen + readAfter.toNanos());
  }

  private static boolean holds(String time, int seenBefore, int readAfter) {
    Fingerprint of = at(time);
    return known(of, Duration.ofMillis(seenBefore), Duration.ofMillis(readAfter)).holdsFor(of);
  }

  @Test
  void aClockOfWholeSecondsIsTrustedOnlyAfterTwo() {
    assertThat(holds("2026-01-01T00:00:00Z", 1500, 1000)).isTrue(); // Not yet to be told.
    assertThat(holds("2026-01-01T00:00:00Z", 3000, 1000)).isFalse();
    assertThat(holds("2026-01-01T00:00:00Z", 3000, 2500)).isTrue();
  }

  @Test
  void aFineClockIsTrustedSooner() {
    assertThat(holds("2026-01-01T00:00:00.000001Z", 3000, 1000)).isTrue();
    assertThat(holds("2026-01-01T00:00:00.000001Z", 3000, 50)).isFalse();
  }

  @Test
  void oneFractionShowsAFineClock() {
    FileTime whole = FileTime.fromMillis(0);
    FileTime fine = FileTime.fromMillis(1);
    assertThat(new Fingerprint("1", whole, fine, 0, false, 0, true, false).tick())
        .isEqualTo(Duration.ofMillis(100));
  }
}
