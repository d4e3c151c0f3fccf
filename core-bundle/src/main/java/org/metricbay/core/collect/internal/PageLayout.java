package org.metricbay.core.collect.internal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.metricbay.api.MetricFamily;
import org.metricbay.core.collect.FamilyNames;

/**
 * Where each family stands on the page. Nearly always collectors give the same families as the time
 * before, and then nothing has to be merged or sorted again.
 */
final class PageLayout {
  /**
   * What was given, all of which had a place of its own.
   *
   * @param places for each place on the page, by name, the index of the family that stands there
   */
  private record Known(FamilyNames names, List<Integer> places) {}

  private volatile Known known = new Known(FamilyNames.NONE, List.of());

  /** The families by name; empty if they are not those that were learned last. */
  Optional<List<MetricFamily>> place(List<MetricFamily> given) {
    Known now = known;
    if (!now.names.areThoseOf(given)) {
      return Optional.empty();
    }
    List<MetricFamily> placed = new ArrayList<>(given.size());
    for (int index : now.places) {
      placed.add(given.get(index));
    }
    return Optional.of(placed);
  }

  /** Remembers families that came out of the merging as they went in. */
  void learn(List<MetricFamily> given) {
    List<Integer> places =
        IntStream.range(0, given.size())
            .boxed()
            .sorted(Comparator.comparing(i -> given.get(i).name()))
            .toList();
    known = new Known(FamilyNames.of(given), places);
  }
}
