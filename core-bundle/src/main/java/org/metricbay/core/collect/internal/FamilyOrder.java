package org.metricbay.core.collect.internal;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.metricbay.api.MetricFamily;

/**
 * The order of families by name. Nearly always the same ones are given as the time before, and then
 * nothing has to be compared or sorted again. For use by any thread.
 */
final class FamilyOrder {
  /** What was given, and for each place by name the index of the family that stands there. */
  private static final class Known {
    private final Descriptors descriptors;
    private final int[] places;

    Known(Descriptors descriptors, int[] places) {
      this.descriptors = descriptors;
      this.places = places;
    }
  }

  private volatile Known known = new Known(Descriptors.NONE, new int[0]);

  /** The families by name; empty if they are not those that were learned last. */
  Optional<List<MetricFamily>> sorted(MetricFamily[] given) {
    Known now = known;
    if (!now.descriptors.areThoseOf(given)) {
      return Optional.empty();
    }
    MetricFamily[] sorted = new MetricFamily[now.places.length];
    for (int i = 0; i < sorted.length; i++) {
      sorted[i] = given[now.places[i]];
    }
    return Optional.of(List.of(sorted));
  }

  /** Remembers families of which no two have the same name. */
  void learn(List<MetricFamily> given) {
    int[] places =
        IntStream.range(0, given.size())
            .boxed()
            .sorted(Comparator.comparing(i -> given.get(i).name()))
            .mapToInt(Integer::intValue)
            .toArray();
    known = new Known(Descriptors.of(given), places);
  }
}
