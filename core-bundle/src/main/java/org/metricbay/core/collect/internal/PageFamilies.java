package org.metricbay.core.collect.internal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.metricbay.api.Labels;
import org.metricbay.api.MetricFamily;
import org.metricbay.core.collect.Clash;
import org.metricbay.core.collect.CollectorResult;
import org.metricbay.core.collect.internal.FamilyMerger.Loss;

/**
 * The families of one page: what the collectors gave, each family and each series once, and what
 * the engine says of them. Nearly always they are those of the time before, and then nothing is
 * compared; who goes before whom is asked only if not.
 */
final class PageFamilies {
  private final SelfMetrics self;
  private final Clashes clashes;
  private final Supplier<LiveCollectors> live;
  private final FamilyOrder order = new FamilyOrder();

  PageFamilies(SelfMetrics self, Clashes clashes, Supplier<LiveCollectors> live) {
    this.self = self;
    this.clashes = clashes;
    this.live = live;
  }

  List<MetricFamily> of(List<CollectorResult> results, Map<String, Double> ages) {
    List<MetricFamily> given = given(results, own(results, ages));
    Optional<List<MetricFamily>> sorted =
        order.sorted(given.toArray(new MetricFamily[given.size()]));
    return sorted.isPresent() ? sorted.get() : merged(results, ages);
  }

  private List<MetricFamily> own(List<CollectorResult> results, Map<String, Double> ages) {
    List<MetricFamily> own = self.families(results, ages);
    own.addAll(clashes.families());
    return own;
  }

  private static List<MetricFamily> given(List<CollectorResult> results, List<MetricFamily> own) {
    List<MetricFamily> given = new ArrayList<>();
    for (CollectorResult result : results) {
      addFilled(given, result.families());
    }
    addFilled(given, own);
    return given;
  }

  private static void addFilled(List<MetricFamily> given, List<MetricFamily> families) {
    for (MetricFamily family : families) {
      if (!family.samples().isEmpty()) {
        given.add(family);
      }
    }
  }

  private List<MetricFamily> merged(List<CollectorResult> results, Map<String, Double> ages) {
    LiveCollectors now = live.get();
    FamilyMerger merger = merger(results, now.order());
    for (Loss loss : merger.losses()) {
      self.dropped(loss.loser(), loss.series());
      now.named(loss.loser())
          .flatMap(CollectorService::flagOfLosses)
          .ifPresent(family -> merger.flag(loss.loser(), family));
    }
    note(results, merger, now);
    // Only now, as what was left out is on the same page.
    List<MetricFamily> own = own(results, ages);
    merger.add("", own);
    List<MetricFamily> families = merger.families();
    List<MetricFamily> given = given(results, own);
    if (families.size() == given.size()) {
      order.learn(given);
    }
    return families;
  }

  /** Finds what these would lose to each other, without a page. */
  void compare(List<CollectorResult> results, Map<String, Integer> seniority) {
    note(results, merger(results, seniority), live.get());
  }

  private static FamilyMerger merger(
      List<CollectorResult> results, Map<String, Integer> seniority) {
    List<CollectorResult> seniorFirst = new ArrayList<>(results);
    seniorFirst.sort(
        Comparator.comparing(
            result -> seniority.getOrDefault(result.status().name(), Integer.MAX_VALUE)));
    FamilyMerger merger = new FamilyMerger();
    seniorFirst.forEach(result -> merger.add(result.status().name(), result.families()));
    return merger;
  }

  private void note(List<CollectorResult> results, FamilyMerger merger, LiveCollectors now) {
    Map<String, Clash.Owner> owners = new HashMap<>();
    for (CollectorResult result : results) {
      String name = result.status().name();
      owners.put(name, new Clash.Owner(name, result.status().bundle()));
    }
    List<Clash> found = new ArrayList<>();
    for (Loss loss : merger.losses()) {
      Clash.Owner loser = owners.get(loss.loser());
      Clash.Owner keeper = owners.get(loss.keeper());
      if (loser != null && keeper != null && !loser.equals(keeper)) {
        List<String> examples = loss.examples().stream().map(Labels::toString).toList();
        found.add(new Clash(loser, keeper, Optional.of(loss.family()), loss.series(), examples));
      }
    }
    Set<String> known = new HashSet<>(now.order().keySet());
    known.addAll(owners.keySet());
    clashes.series(owners.keySet(), found, known);
  }
}
