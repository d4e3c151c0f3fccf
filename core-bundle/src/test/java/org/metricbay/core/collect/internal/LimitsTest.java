package org.metricbay.core.collect.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.metricbay.api.HistogramSample.Bucket;
import org.metricbay.api.MetricFamily;

final class LimitsTest {
  private static final Limits LIMITS = new Limits(Duration.ofSeconds(1), 3, 100);

  @Test
  void allowsAsMuchAsTheLimits() {
    assertThat(
            areExceededBy(
                MetricFamily.gauge("x", "Help.").sample(1, "a", "1").sample(1, "a", "2").build(),
                MetricFamily.gauge("y", "Help.").sample(1).build()))
        .isFalse();
  }

  @Test
  void countsEachBucketAsASeries() {
    List<Bucket> buckets = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      buckets.add(new Bucket(i, 0));
    }
    buckets.add(new Bucket(Double.POSITIVE_INFINITY, 0));
    assertThat(areExceededBy(MetricFamily.histogram("x", "Help.").sample(buckets, 0).build()))
        .isTrue();
  }

  @Test
  void countsLabelsAndHelpAsBytes() {
    String big = "v".repeat(101);
    assertThat(areExceededBy(MetricFamily.gauge("x", "Help.").sample(1, "a", big).build()))
        .isTrue();
    assertThat(areExceededBy(MetricFamily.gauge("x", big).sample(1).build())).isTrue();
  }

  @Test
  void whatIsShippedMayGiveWhatTheHeapHolds() {
    Limits shipped = Limits.DEFAULT.ofShipped(96 << 20);
    assertThat(shipped.series()).isEqualTo(98_304);
    assertThat(shipped.bytes()).isEqualTo(12 << 20);
    assertThat(Limits.DEFAULT.ofShipped(1 << 20)).isEqualTo(Limits.DEFAULT);
    assertThat(Limits.DEFAULT.ofShipped(1L << 50).series()).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void countsBytesAndNotCharacters() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 2000; round++) {
      StringBuilder text = new StringBuilder();
      int length = random.nextInt(110);
      for (int i = 0; i < length; i++) {
        // Of one to four bytes each, and halves of pairs.
        text.append(
            switch (random.nextInt(5)) {
              case 0 -> "€";
              case 1 -> "ü";
              case 2 -> Character.toString(0x10000 + random.nextInt(0x1000));
              case 3 -> String.valueOf((char) (0xd800 + random.nextInt(0x800)));
              default -> "a";
            });
      }
      String value = text.toString();
      int bytes = value.getBytes(StandardCharsets.UTF_8).length;
      assertThat(Utf8Length.of(value)).as("seed %d", seed).isEqualTo(bytes);
      // Twice the name "x", the help "h" and the label name "a" come to four.
      MetricFamily family = MetricFamily.gauge("x", "h").sample(1, "a", value).build();
      assertThat(areExceededBy(family)).as("seed %d", seed).isEqualTo(bytes + 4 > 100);
    }
  }

  private static boolean areExceededBy(MetricFamily... families) {
    List<MetricFamily> all = List.of(families);
    return LIMITS.areExceededBy(Amount.of(all), all);
  }
}
