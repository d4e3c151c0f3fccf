package org.metricbay.core.collect.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.metricbay.api.LeftOut;
import org.metricbay.api.MetricFamily;

/**
 * Takes what one collector gives: copied, and without what cannot be used, which costs itself only
 * and is logged once. Nearly always families of the same metrics are given as the time before, and
 * then nothing has to be looked at again. Used by one call at a time.
 */
final class GivenFamilies {
  private final Limits limits;
  private final Cut cut;
  private final ReservedNames reserved;
  private final LeftOutLog log = new LeftOutLog();
  private volatile Descriptors known = Descriptors.NONE;
  private List<LeftOut> unusable = List.of();
  private boolean areReservedNamesIn;

  GivenFamilies(Limits limits, ReservedNames reserved) {
    this.limits = limits;
    this.cut = new Cut(limits);
    this.reserved = reserved;
  }

  /** Those that were given last. */
  Descriptors descriptors() {
    return known;
  }

  /** What came of a call. */
  Outcome outcome(String collector, @Nullable List<MetricFamily> given, long startedAt) {
    unusable = List.of();
    List<MetricFamily> families = usable(collector, given);
    Amount amount = Amount.of(families);
    List<LeftOut> before = unusable;
    long tooMany = 0;
    if (limits.areExceededBy(amount, families)) {
      Cut.Rest rest = cut.of(families, amount);
      families = rest.families();
      amount = Amount.of(families);
      tooMany = rest.series();
      before = new ArrayList<>(rest.leftOut());
      before.addAll(unusable);
    } else {
      cut.forget();
    }
    List<LeftOut> leftOut = LeftOutLog.of(before, families);
    log.tell(collector, leftOut);
    Outcome good = Outcome.good(families, amount.samples(), tooMany, leftOut, since(startedAt));
    return areReservedNamesIn ? reserved.leftOutOf(good) : good;
  }

  static Duration since(long startedAt) {
    return Duration.ofNanos(System.nanoTime() - startedAt);
  }

  private List<MetricFamily> usable(String collector, @Nullable List<MetricFamily> given) {
    if (given == null) {
      throw new IllegalArgumentException("collect() returned null: return an empty list instead");
    }
    int size = given.size();
    if (limits.areFarExceededBy(size)) {
      // Before they are all made, perhaps, as the list may make them when it is asked for them.
      throw new IllegalArgumentException(
          Limits.tooMuch(size + " families", limits.series(), "collect.max-series"));
    }
    // A copy, as the list may be the plugin's own class and change.
    MetricFamily[] families = given.toArray(new MetricFamily[size]);
    return known.areThoseOf(families) ? List.of(families) : unknown(collector, families);
  }

  private List<MetricFamily> unknown(String collector, @Nullable MetricFamily[] given) {
    List<MetricFamily> usable = new ArrayList<>();
    Set<String> names = new HashSet<>();
    unusable = new ArrayList<>();
    for (MetricFamily family : given) {
      if (family == null) {
        unusable.add(new LeftOut("a family", "is null: do not add it to the list"));
      } else if (!family.samples().isEmpty() && !names.add(family.name())) {
        unusable.add(
            new LeftOut(
                "family " + family.name(), "is there a second time: put its samples into one"));
      } else {
        usable.add(family);
      }
    }
    usable.stream()
        .filter(family -> !family.descriptor().isHelpGiven() && !family.samples().isEmpty())
        .forEach(family -> log.tellOfHelp(collector, family));
    areReservedNamesIn = reserved.areIn(usable);
    known = Descriptors.of(usable);
    return List.copyOf(usable);
  }
}
