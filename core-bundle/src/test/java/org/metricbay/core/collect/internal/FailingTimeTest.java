package org.metricbay.core.collect.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class FailingTimeTest {
  private final FailingTime time = new FailingTime();

  private static long at(int seconds) {
    return Duration.ofSeconds(seconds).toNanos();
  }

  @Test
  void oneFailureIsNoTimeHoweverLongAgo() {
    assertThat(time.soFar()).isZero();
    time.failed(at(3600));
    assertThat(time.soFar()).isZero();
  }

  @Test
  void rareCallsThatFailCountFromTheFirstToTheLast() {
    time.failed(at(60));
    time.failed(at(120));
    assertThat(time.soFar()).isEqualTo(Duration.ofMinutes(1));
    time.failed(at(180));
    assertThat(time.soFar()).isEqualTo(Duration.ofMinutes(2));
  }

  @Test
  void oneGoodCallBeginsAnew() {
    time.failed(at(0));
    time.failed(at(60));
    time.succeeded();
    assertThat(time.soFar()).isZero();
    time.failed(at(70));
    time.failed(at(80));
    assertThat(time.soFar()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void aCallThatHangsFailsAsLongAsItLasts() {
    assertThat(time.withHungCall(at(10), at(45))).isEqualTo(Duration.ofSeconds(35));
    time.failed(at(5));
    assertThat(time.withHungCall(at(10), at(45))).isEqualTo(Duration.ofSeconds(40));
  }
}
