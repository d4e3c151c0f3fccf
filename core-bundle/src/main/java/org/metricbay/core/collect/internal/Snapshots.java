package org.metricbay.core.collect.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.metricbay.core.collect.CollectorResult;
import org.metricbay.core.collect.Snapshot;
import org.metricbay.core.collect.internal.Calls.Called;

/** Makes snapshots of what came of calls. */
final class Snapshots {
  private final PageFamilies pages;
  private final Supplier<LiveCollectors> live;

  Snapshots(PageFamilies pages, Supplier<LiveCollectors> live) {
    this.pages = pages;
    this.live = live;
  }

  Snapshot of(List<Called> all) {
    List<CollectorResult> results = oneOfEachName(all);
    Map<String, Double> ages = new HashMap<>();
    for (Called one : all) {
      Optional<Duration> age = one.collector().age();
      if (age.isPresent()) {
        ages.put(one.collector().name(), age.get().toNanos() / 1e9);
      }
    }
    return new Snapshot(pages.of(results, ages), results);
  }

  /**
   * Some may have said only in this very call that they have another's name, and lose to it. But if
   * it was not called, as a name has changed hands meanwhile, they are all that there is.
   */
  private List<CollectorResult> oneOfEachName(List<Called> all) {
    List<CollectorService> duplicates = live.get().duplicates();
    Set<String> taken = duplicates.isEmpty() ? Set.of() : namesWithout(duplicates, all);
    Set<String> names = new HashSet<>(2 * all.size());
    List<CollectorResult> results = new ArrayList<>(all.size());
    for (Called one : all) {
      String name = one.result().status().name();
      boolean loses = taken.contains(name) && duplicates.contains(one.collector());
      if (!loses && names.add(name)) {
        results.add(one.result());
      }
    }
    return List.copyOf(results);
  }

  private static Set<String> namesWithout(List<CollectorService> duplicates, List<Called> all) {
    return all.stream()
        .filter(one -> !duplicates.contains(one.collector()))
        .map(one -> one.result().status().name())
        .collect(Collectors.toSet());
  }
}
