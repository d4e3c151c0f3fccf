package org.metricbay.core.collect.internal;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.metricbay.api.MetricFamily;

/** The names under which the agent speaks of itself, which no plugin may give. */
final class ReservedNames {
  private static final List<String> PREFIXES =
      List.of("metricbay_collector_", "metricbay_deploy_", "node_scrape_collector_");

  private ReservedNames() {}

  /**
   * A collector's outcome without the families whose names are not its own, which it then lacks.
   */
  static Outcome leftOutOf(Outcome outcome) {
    List<MetricFamily> rest =
        outcome.families().stream().filter(family -> !isReserved(family.name())).toList();
    String error =
        outcome.families().stream()
            .map(MetricFamily::name)
            .filter(ReservedNames::isReserved)
            .collect(
                Collectors.joining(
                    ", ",
                    "gave ",
                    ", left out as names that begin with "
                        + String.join(", ", PREFIXES)
                        + " belong to the agent: rename it"));
    return new Outcome(rest, Amount.of(rest).samples(), Optional.of(error), outcome.duration());
  }

  static boolean areIn(List<MetricFamily> families) {
    return families.stream().map(MetricFamily::name).anyMatch(ReservedNames::isReserved);
  }

  private static boolean isReserved(String name) {
    return PREFIXES.stream().anyMatch(name::startsWith);
  }
}
