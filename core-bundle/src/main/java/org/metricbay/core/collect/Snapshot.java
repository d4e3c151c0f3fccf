package org.metricbay.core.collect;

import java.util.List;
import java.util.Optional;
import org.metricbay.api.MetricFamily;
import org.osgi.annotation.versioning.ProviderType;

/**
 * One collection. Holds JDK types and API values only, so it keeps no plugin's classes alive.
 *
 * @param families all families by name, each name and each series once: the collectors' merged, and
 *     the agent's own about them
 * @param results what each collector gave, by the collector's name
 */
@ProviderType
public record Snapshot(List<MetricFamily> families, List<CollectorResult> results) {

  /** What the collector of this name gave, if it took part. */
  public Optional<CollectorResult> result(String name) {
    return results.stream().filter(result -> result.status().name().equals(name)).findFirst();
  }
}
