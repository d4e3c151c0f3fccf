package org.metricbay.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A builder that serves collection after collection. */
final class FamilyBuilderTest {
  private static final int COLLECTIONS = 2000;
  private static final MetricDescriptor COUNTER =
      MetricDescriptor.counter("x_total", "X.", "b", "a");

  private final FamilyBuilder builder = COUNTER.samples();

  private NumberSamples numbers(String... devices) {
    builder.begin();
    for (String device : devices) {
      builder.add(device.length(), device, "all");
    }
    return (NumberSamples) builder.build().samples();
  }

  @Test
  void keepsLabelsWhileTheyAreTheSame() {
    NumberSamples first = numbers("eth0", "lo");
    List<Labels> labels = first.labels();
    assertThat(labels).containsExactly(COUNTER.labels("eth0", "all"), COUNTER.labels("lo", "all"));
    assertThat(numbers("eth0", "lo").labels()).isSameAs(labels);
    assertThat(numbers("eth0").labels()).containsExactly(labels.get(0));
    assertThat(numbers("eth1", "lo").labels()).doesNotContain(labels.get(0));
    assertThat(first).containsExactly(new NumberSample(labels.get(0), 4), first.get(1));
  }

  /** However it is used, it makes what a new one and a list would have made. */
  @Test
  void makesWhatANewOneMakes() {
    long seed = Long.getLong("metricbay.test.seed", new Random().nextLong());
    Random random = new Random(seed);
    List<String> devices = new ArrayList<>(List.of("a", "b", "c"));
    List<MetricFamily> built = new ArrayList<>();
    List<MetricFamily> expected = new ArrayList<>();
    for (int i = 0; i < COLLECTIONS; i++) {
      change(devices, random);
      List<Sample> samples = new ArrayList<>();
      builder.begin();
      for (String device : devices) {
        double value = random.nextInt(5) - (random.nextInt(50) == 0 ? 5 : 0);
        Sample sample = new NumberSample(COUNTER.labels(device, ""), value);
        switch (random.nextInt(i % 3 == 0 ? 4 : 3)) {
          case 0 -> builder.add(value, device, "");
          case 1 -> builder.add(value, sample.labels());
          case 2 -> builder.add(sample);
          default -> {
            sample = new CounterSample(sample.labels(), value, Instant.EPOCH);
            builder.add(sample);
          }
        }
        samples.add(sample);
      }
      assertThat(builder.isEmpty()).isEqualTo(samples.isEmpty());
      built.add(builder.build());
      expected.add(new MetricFamily(COUNTER, samples));
    }
    // Only now, as a later collection must not change an earlier one's family.
    assertThat(built).as("-Dmetricbay.test.seed=%s", seed).isEqualTo(expected);
  }

  /** Devices come, go, change their places and, at times, are there twice. */
  private static void change(List<String> devices, Random random) {
    int choice = random.nextInt(12);
    if (choice < 3) {
      devices.add(random.nextInt(devices.size() + 1), "d" + random.nextInt(30));
    } else if (choice < 5 && !devices.isEmpty()) {
      devices.remove(random.nextInt(devices.size()));
    } else if (choice == 5 && random.nextInt(10) == 0) {
      devices.clear();
    }
  }

  @Test
  void forgetsWhatCouldNotBeUsed() {
    builder.leaveOut("line 3", "is broken");
    assertThat(builder.build().leftOut()).hasSize(1);
    assertThat(builder.begin().build().leftOut()).isEmpty();
    assertThat(builder.begin().add(1, "only one").build().leftOut()).hasSize(1);
  }

  @Test
  void numbersAreAListOfSamplesThatNobodyCanChange() {
    NumberSamples numbers = numbers("eth0", "lo");
    List<Sample> copy = List.copyOf(numbers);
    assertThat(numbers).isEqualTo(copy).hasSameHashCodeAs(copy);
    assertThat(numbers.value(1)).isEqualTo(2);
    assertThat(numbers.characters()).isEqualTo(2 * (1 + 1) + 2 * "all".length() + 4 + 2);
    assertThatThrownBy(() -> numbers.remove(0)).isInstanceOf(UnsupportedOperationException.class);
  }
}
