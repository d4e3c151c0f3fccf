package org.metricbay.core.collect.internal;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.metricbay.api.MetricFamily;
import org.osgi.framework.Bundle;

/** The names under which the agent speaks of itself, which no plugin may give. */
final class ReservedNames {
  /** For the engine's own bundle. */
  private static final ReservedNames NONE = new ReservedNames(List.of());

  /** For the agent's other bundles, which have families of their own. */
  private static final ReservedNames OF_ENGINE =
      new ReservedNames(
          List.of("metricbay_collector_", "metricbay_deploy_", "node_scrape_collector_"));

  /** For all others. */
  private static final ReservedNames OF_AGENT =
      new ReservedNames(List.of("metricbay_", "node_scrape_collector_"));

  private final List<String> prefixes;

  private ReservedNames(List<String> prefixes) {
    this.prefixes = prefixes;
  }

  /** Those that this bundle may not give. */
  static ReservedNames to(Bundle bundle, Bundle engine) {
    if (bundle.equals(engine)) {
      return NONE;
    }
    String name = String.valueOf(bundle.getSymbolicName());
    return name.startsWith("org.metricbay.") ? OF_ENGINE : OF_AGENT;
  }

  /**
   * A collector's outcome without the families whose names are not its own, which it then lacks.
   */
  Outcome leftOutOf(Outcome outcome) {
    List<MetricFamily> rest =
        outcome.families().stream().filter(family -> !isReserved(family.name())).toList();
    String error =
        outcome.families().stream()
            .map(MetricFamily::name)
            .filter(this::isReserved)
            .collect(
                Collectors.joining(
                    ", ",
                    "gave ",
                    ", left out as names that begin with "
                        + String.join(", ", prefixes)
                        + " belong to the agent: rename it"));
    return new Outcome(
        rest,
        Amount.of(rest).samples(),
        outcome.cut(),
        Optional.of(error),
        outcome.leftOut(),
        outcome.duration());
  }

  boolean areIn(List<MetricFamily> families) {
    return families.stream().map(MetricFamily::name).anyMatch(this::isReserved);
  }

  private boolean isReserved(String name) {
    return prefixes.stream().anyMatch(name::startsWith);
  }
}
