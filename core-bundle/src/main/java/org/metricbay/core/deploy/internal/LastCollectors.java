package org.metricbay.core.deploy.internal;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.metricbay.core.collect.CollectorStatus;

/**
 * Which collectors each plugin had when it ran last, by its symbolic name: while it is stopped, or
 * just changes places with its next version, it has none. For use by any thread.
 */
final class LastCollectors {
  private final Map<String, List<String>> names = new ConcurrentHashMap<>();

  /** One that only takes its place as it is stopped has none, and changes nothing. */
  void ran(String symbolicName, List<CollectorStatus> collectors) {
    if (!collectors.isEmpty()) {
      names.put(symbolicName, collectors.stream().map(CollectorStatus::name).toList());
    }
  }

  /** Forgets the others. */
  void retain(Set<String> symbolicNames) {
    names.keySet().retainAll(symbolicNames);
  }

  /** The symbolic name of the plugin that had this collector. */
  Optional<String> of(String collector) {
    return names.entrySet().stream()
        .filter(entry -> entry.getValue().contains(collector))
        .map(Map.Entry::getKey)
        .sorted()
        .findFirst();
  }
}
