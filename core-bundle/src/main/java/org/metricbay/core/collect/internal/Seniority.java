package org.metricbay.core.collect.internal;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.osgi.framework.Bundle;

/**
 * Who goes before whom where two have the same: as the deployer ranks their bundles, and among
 * equals as they came. For use by one thread at a time.
 */
final class Seniority {
  /** When each symbolic name came first; an upgrade inherits it. */
  private final Map<String, Long> arrivals = new HashMap<>();

  /** As a ranking looks at where a bundle is from, which need not be done each time. */
  private final Map<Long, Integer> known = new HashMap<>();

  private ToIntFunction<Bundle> ranks = bundle -> 0;
  private long came;

  void came(Bundle bundle) {
    arrivals.computeIfAbsent(bundle.getSymbolicName(), name -> came++);
  }

  void gone(String symbolicName) {
    arrivals.remove(symbolicName);
  }

  void forget(Bundle bundle) {
    known.remove(bundle.getBundleId());
  }

  /** From now on the bundle of the lower rank goes first. */
  void rank(ToIntFunction<Bundle> by) {
    ranks = by;
    known.clear();
  }

  /** The senior first. */
  Comparator<CollectorService> seniorFirst() {
    return Comparator.comparing((CollectorService collector) -> rankOf(collector.bundle()))
        .thenComparing(
            collector ->
                arrivals.getOrDefault(collector.bundle().getSymbolicName(), Long.MAX_VALUE));
  }

  private int rankOf(Bundle bundle) {
    return known.computeIfAbsent(bundle.getBundleId(), id -> ranks.applyAsInt(bundle));
  }
}
