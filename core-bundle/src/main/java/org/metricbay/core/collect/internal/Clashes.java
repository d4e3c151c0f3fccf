package org.metricbay.core.collect.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.metricbay.api.MetricFamily;
import org.metricbay.core.collect.BundleInfo;
import org.metricbay.core.collect.Clash;
import org.metricbay.core.collect.CollectorState;
import org.metricbay.core.collect.CollectorStatus;
import org.osgi.framework.Bundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who has or gives what another one had first. Each thing is logged once for each installed bundle,
 * and shown as long as it is so. For use by any thread.
 */
final class Clashes {
  private static final Logger LOG = LoggerFactory.getLogger("metricbay.collect");

  /** Who gives thousands of families of others is told of some. */
  private static final int MOST = 200;

  private static final int MOST_IN_A_LINE = 5;

  /** What was logged already of each losing bundle. */
  private final Map<Long, Set<String>> told = new HashMap<>();

  private volatile List<Clash> names = List.of();
  private volatile List<Clash> series = List.of();

  /** The collectors that are live, or never called as others have their names, are now these. */
  synchronized void names(LiveCollectors live) {
    if (live.duplicates().isEmpty() && names.isEmpty()) {
      return;
    }
    List<Clash> now = new ArrayList<>();
    for (CollectorService loser : live.duplicates()) {
      live.named(loser.name()).ifPresent(keeper -> now.add(nameOf(loser, keeper)));
    }
    names = List.copyOf(now);
    for (Clash clash : now) {
      if (isNew(clash)) {
        LOG.warn(
            "{} is not called, as {} was there first: rename one of them",
            clash.loser(),
            clash.keeper());
      }
    }
  }

  private static Clash nameOf(CollectorService loser, CollectorService keeper) {
    return new Clash(owner(loser), owner(keeper), Optional.empty(), 0, List.of());
  }

  private static Clash.Owner owner(CollectorService collector) {
    return new Clash.Owner(collector.name(), BundleInfo.of(collector.bundle()));
  }

  /**
   * What was found when these collectors' families were merged, in place of what was known of them.
   *
   * @param live the names of those collectors of which anything is to be remembered
   */
  synchronized void series(Set<String> merged, List<Clash> found, Set<String> live) {
    if (found.isEmpty() && series.isEmpty()) {
      return;
    }
    Stream<Clash> others =
        series.stream().filter(it -> !areBothIn(merged, it)).filter(it -> areBothIn(live, it));
    series = Stream.concat(found.stream(), others).limit(MOST).toList();
    tell(found);
  }

  private static boolean areBothIn(Set<String> collectors, Clash clash) {
    return collectors.contains(clash.loser().collector())
        && collectors.contains(clash.keeper().collector());
  }

  /** One line for each two of them. */
  private void tell(List<Clash> found) {
    Map<List<Clash.Owner>, List<Clash>> lines = new LinkedHashMap<>();
    for (Clash clash : found) {
      if (isNew(clash)) {
        lines
            .computeIfAbsent(List.of(clash.loser(), clash.keeper()), it -> new ArrayList<>())
            .add(clash);
      }
    }
    lines.forEach(
        (owners, clashes) -> {
          String what =
              clashes.stream()
                  .limit(MOST_IN_A_LINE)
                  .map(Clash::what)
                  .collect(Collectors.joining("; "));
          int more = clashes.size() - MOST_IN_A_LINE;
          LOG.warn(
              "{} gives what {} gave first, whose is kept: left out are {}{}",
              owners.get(0),
              owners.get(1),
              Problems.oneLine(what),
              more > 0 ? "; and " + more + " more families" : "");
        });
  }

  private boolean isNew(Clash clash) {
    Set<String> known = told.computeIfAbsent(clash.loser().bundle().id(), it -> new HashSet<>());
    return known.size() < MOST
        && known.add(
            clash.loser().collector()
                + " "
                + clash.keeper().collector()
                + " "
                + clash.family().orElse(""));
  }

  synchronized void forget(Bundle bundle) {
    told.remove(bundle.getBundleId());
  }

  /** How one is that is never called, as another one has its name. */
  static CollectorStatus duplicate(CollectorService collector, LiveCollectors live) {
    String keeper =
        live.named(collector.name())
            .map(it -> it.bundle().getSymbolicName())
            .orElse("another bundle");
    String why = "a collector of " + keeper + " had this name first: rename one of them";
    return collector.status(CollectorState.DUPLICATE, Outcome.failed(why, Duration.ZERO));
  }

  /** A collector's status with what it and others both have. */
  CollectorStatus addTo(CollectorStatus status) {
    if (names.isEmpty() && series.isEmpty()) {
      return status;
    }
    return status.with(
        Stream.concat(names.stream(), series.stream())
            .filter(clash -> isOf(clash.loser(), status) || isOf(clash.keeper(), status))
            .toList());
  }

  private static boolean isOf(Clash.Owner owner, CollectorStatus status) {
    return owner.collector().equals(status.name())
        && owner.bundle().symbolicName().equals(status.bundle().symbolicName());
  }

  /** The same as metrics; nothing if there are none, as nearly always. */
  List<MetricFamily> families() {
    List<Clash> alike = names;
    List<Clash> lost = series;
    if (alike.isEmpty() && lost.isEmpty()) {
      return List.of();
    }
    return ClashMetrics.families(alike, lost);
  }
}
