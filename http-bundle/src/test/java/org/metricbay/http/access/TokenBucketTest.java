package org.metricbay.http.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.metricbay.http.webconfig.RateLimit;

final class TokenBucketTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  @Test
  void soManyPassAtOnceAndThenOneEachInterval() {
    TokenBucket bucket = new TokenBucket(new RateLimit(Duration.ofSeconds(1), 2), 0);
    assertThat(bucket.take(0)).isTrue();
    assertThat(bucket.take(0)).isTrue();
    assertThat(bucket.take(0)).isFalse();
    assertThat(bucket.take(SECOND / 2)).isFalse();
    assertThat(bucket.take(SECOND)).isTrue();
    assertThat(bucket.take(SECOND)).isFalse();
  }

  @Test
  void noMoreThanTheBurstIsSavedUp() {
    TokenBucket bucket = new TokenBucket(new RateLimit(Duration.ofSeconds(1), 3), 0);
    int passed = 0;
    for (int i = 0; i < 10; i++) {
      passed += bucket.take(1000 * SECOND) ? 1 : 0;
    }
    assertThat(passed).isEqualTo(3);
  }

  /** The clock begins anywhere, and may wrap around. */
  @Test
  void overALongTimeNoMorePassThanTheLimitSaysWhateverTheClockBegins() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 100; round++) {
      long begin = random.nextLong();
      int burst = 1 + random.nextInt(20);
      TokenBucket bucket = new TokenBucket(new RateLimit(Duration.ofMillis(100), burst), begin);
      long elapsed = 0;
      int passed = 0;
      for (int i = 0; i < 1000; i++) {
        elapsed += random.nextInt(100_000_000);
        passed += bucket.take(begin + elapsed) ? 1 : 0;
      }
      long most = burst + elapsed / (SECOND / 10);
      assertThat(passed <= most + 1).as(passed + " of " + most + " passed, seed " + seed).isTrue();
      assertThat(passed >= Math.min(1000, most) / 2)
          .as(passed + " of " + most + ", seed " + seed)
          .isTrue();
    }
  }
}
