package org.metricbay.core.collect.internal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.metricbay.api.Labels;
import org.metricbay.api.MetricFamily;
import org.metricbay.api.NumberSample;
import org.metricbay.api.Sample;

/**
 * Merges the families of several collectors into those of one page: each family once, each series
 * once. Where two collectors give the same series, or one name with two types, the first one's
 * stays; so they are to be added by seniority.
 */
final class FamilyMerger {
  private static final int EXAMPLES = 3;

  /**
   * What a collector gave in vain.
   *
   * @param loser the collector
   * @param keeper the one that had it first, which may be the same
   * @param series how many series are left out
   * @param examples the labels of some of them
   */
  record Loss(String loser, String keeper, String family, int series, List<Labels> examples) {}

  /** A family so far. */
  private static final class Merged {
    private final String first;
    private MetricFamily family;

    /** Who gave each series; made when a second collector gives the family, which is rare. */
    private final Map<Labels, String> givers = new HashMap<>();

    Merged(String first, MetricFamily family) {
      this.first = first;
      this.family = family;
    }
  }

  private final Map<String, Merged> families = new HashMap<>();

  /** The further names of histograms and summaries, and the collectors that have them. */
  private final Map<String, String> further = new HashMap<>();

  private final List<Loss> losses = new ArrayList<>();

  void add(String collector, List<MetricFamily> given) {
    for (MetricFamily family : given) {
      if (!family.samples().isEmpty()) {
        add(collector, family);
      }
    }
  }

  private void add(String collector, MetricFamily family) {
    Merged present = families.get(family.name());
    if (present == null) {
      ownerOfNames(family)
          .ifPresentOrElse(
              keeper -> lose(collector, keeper, family), () -> begin(collector, family));
    } else if (present.family.type() == family.type()) {
      merge(collector, present, family);
    } else {
      lose(collector, present.first, family);
    }
  }

  private void begin(String collector, MetricFamily family) {
    families.put(family.name(), new Merged(collector, family));
    family.descriptor().namesOnPage().stream()
        .skip(1) // Its own.
        .forEach(name -> further.put(name, collector));
  }

  /** Who has any of the names that a new family would stand under. */
  private Optional<String> ownerOfNames(MetricFamily family) {
    return family.descriptor().namesOnPage().stream()
        .map(
            name ->
                Optional.ofNullable(further.get(name))
                    .or(() -> Optional.ofNullable(families.get(name)).map(it -> it.first)))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private void lose(String loser, String keeper, MetricFamily family) {
    List<Labels> examples = family.samples().stream().limit(EXAMPLES).map(Sample::labels).toList();
    losses.add(new Loss(loser, keeper, family.name(), family.samples().size(), examples));
  }

  private void merge(String collector, Merged present, MetricFamily more) {
    if (present.givers.isEmpty()) {
      present.family.samples().forEach(it -> present.givers.put(series(it), present.first));
    }
    List<Sample> samples = new ArrayList<>(present.family.samples());
    Map<String, List<Labels>> lost = new HashMap<>();
    for (Sample sample : more.samples()) {
      String giver = present.givers.putIfAbsent(series(sample), collector);
      if (giver == null) {
        samples.add(sample);
      } else {
        lost.computeIfAbsent(giver, it -> new ArrayList<>()).add(sample.labels());
      }
    }
    lost.forEach(
        (keeper, labels) ->
            losses.add(
                new Loss(
                    collector,
                    keeper,
                    more.name(),
                    labels.size(),
                    labels.stream().limit(EXAMPLES).toList())));
    present.family = present.family.with(samples);
  }

  /** Labels that are empty do not tell series apart. */
  private static Labels series(Sample sample) {
    return sample.labels().withoutEmpty();
  }

  /** Sets a collector's own flag to 1; it is made if the collector has not given it. */
  void flag(String collector, String family) {
    Merged merged = families.get(family);
    if (merged == null) {
      String help = "1 if something that the collector gave was left out, 0 otherwise.";
      add(collector, MetricFamily.gauge(family, help).sample(1).build());
    } else if (merged.first.equals(collector)) {
      MetricFamily before = merged.family;
      List<Sample> flags =
          before.samples().stream()
              .map(sample -> (Sample) new NumberSample(sample.labels(), 1))
              .toList();
      merged.family = before.with(flags);
    }
  }

  List<Loss> losses() {
    return losses;
  }

  List<MetricFamily> families() {
    return families.values().stream()
        .map(merged -> merged.family)
        .sorted(Comparator.comparing(MetricFamily::name))
        .toList();
  }
}
