package org.metricbay.core.collect.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;

/**
 * All registered collectors, and which of them are live. The live ones change in single steps, so a
 * scrape sees the set before a switch or the one after it. For use by any thread.
 */
final class CollectorSet {
  /** A collector and its name, which may change at any moment, as it was when it was asked. */
  private record Named(String name, CollectorService collector) {}

  private final Map<ServiceReference<?>, CollectorService> registered = new LinkedHashMap<>();
  private final Map<Long, List<CollectorService>> frozen = new HashMap<>();
  private final Set<Long> hidden = new HashSet<>();
  private final Set<Long> holding = new HashSet<>();

  private final Seniority seniority = new Seniority();
  private final Consumer<LiveCollectors> changed;
  private volatile LiveCollectors live = new LiveCollectors(List.of(), List.of(), List.of());

  /**
   * Has none yet.
   *
   * @param changed told of the live ones at each change, and must not be held up
   */
  CollectorSet(Consumer<LiveCollectors> changed) {
    this.changed = changed;
  }

  LiveCollectors live() {
    return live;
  }

  synchronized void add(CollectorService collector) {
    registered.put(collector.reference(), collector);
    if (holding.contains(collector.bundle().getBundleId())) {
      collector.last().hold();
    }
    seniority.came(collector.bundle());
    thawIfBack(collector.bundle());
    changed(collector.bundle());
  }

  /** A frozen bundle that was started again in place is shown itself once all of it is there. */
  private void thawIfBack(Bundle bundle) {
    List<CollectorService> kept = frozen.get(bundle.getBundleId());
    if (kept != null) {
      long back =
          registered.values().stream()
              .filter(
                  collector -> collector.bundle().equals(bundle) && !collector.last().isFrozen())
              .count();
      if (back >= kept.size()) {
        frozen.remove(bundle.getBundleId());
      }
    }
  }

  /** Shows a frozen bundle's collectors as they are now. */
  synchronized void thaw(Bundle bundle) {
    if (frozen.remove(bundle.getBundleId()) != null) {
      update();
    }
  }

  /** A collector of this bundle has come or said its name; while it is on trial, nobody sees it. */
  synchronized void changed(Bundle bundle) {
    if (!hidden.contains(bundle.getBundleId())) {
      update();
    }
  }

  synchronized void remove(ServiceReference<?> reference) {
    CollectorService gone = registered.remove(reference);
    if (gone != null) {
      gone.letGo();
    }
    update();
  }

  synchronized void hide(Bundle bundle) {
    hidden.add(bundle.getBundleId());
    frozen.remove(bundle.getBundleId());
    update();
  }

  synchronized void replace(Bundle fresh, List<Bundle> former) {
    hidden.remove(fresh.getBundleId());
    frozen.values().removeIf(kept -> isOf(kept.get(0), fresh.getSymbolicName()));
    for (Bundle bundle : former) {
      hidden.add(bundle.getBundleId());
      frozen.remove(bundle.getBundleId());
    }
    update();
  }

  /** From now on the bundle's collectors, also those to come, keep what they gave last. */
  synchronized void hold(Bundle bundle) {
    holding.add(bundle.getBundleId());
    of(bundle).forEach(collector -> collector.last().hold());
  }

  /**
   * From now on the bundle's live collectors stay in the set as they are, whatever it does.
   *
   * @param keep how long their last values are good for
   */
  synchronized void freeze(Bundle bundle, Duration keep) {
    List<CollectorService> collectors =
        live.collectors().stream().filter(collector -> collector.bundle().equals(bundle)).toList();
    if (collectors.isEmpty()) {
      return; // Nobody sees any of it.
    }
    collectors.forEach(collector -> collector.freeze(keep));
    frozen.put(bundle.getBundleId(), collectors);
    update();
  }

  synchronized void forget(Bundle bundle) {
    hidden.remove(bundle.getBundleId());
    holding.remove(bundle.getBundleId());
    frozen.remove(bundle.getBundleId());
    String name = bundle.getSymbolicName();
    seniority.forget(bundle);
    if (candidates().noneMatch(collector -> isOf(collector, name))) {
      seniority.gone(name);
    }
    update();
  }

  private static boolean isOf(CollectorService collector, String symbolicName) {
    return collector.bundle().getSymbolicName().equals(symbolicName);
  }

  /**
   * Drops what is kept of bundles that are gone.
   *
   * @param awaited whether a successor of one is to come
   */
  synchronized void forgetGone(Predicate<Bundle> awaited) {
    if (frozen.values().removeIf(kept -> isGone(kept.get(0).bundle(), awaited))) {
      update();
    }
  }

  private static boolean isGone(Bundle bundle, Predicate<Bundle> awaited) {
    return bundle.getState() == Bundle.UNINSTALLED && !awaited.test(bundle);
  }

  synchronized List<CollectorService> of(Bundle bundle) {
    return candidates().filter(collector -> collector.bundle().equals(bundle)).distinct().toList();
  }

  private Stream<CollectorService> candidates() {
    return Stream.concat(
        registered.values().stream(), frozen.values().stream().flatMap(List::stream));
  }

  /** Decides again what is live. */
  private void update() {
    Stream<CollectorService> shown =
        registered.values().stream()
            .filter(collector -> !hidden.contains(collector.bundle().getBundleId()))
            .filter(collector -> !frozen.containsKey(collector.bundle().getBundleId()));
    Stream<CollectorService> kept = frozen.values().stream().flatMap(List::stream);
    List<Named> open =
        Stream.concat(shown, kept)
            .map(collector -> new Named(collector.name(), collector))
            .sorted(
                Comparator.comparing(Named::collector, seniority.seniorFirst())
                    .thenComparing(Named::name))
            .toList();
    Map<String, CollectorService> byName = new TreeMap<>();
    List<CollectorService> duplicates = new ArrayList<>();
    for (Named named : open) {
      if (byName.putIfAbsent(named.name(), named.collector()) != null) {
        duplicates.add(named.collector());
      }
    }
    live =
        new LiveCollectors(
            List.copyOf(byName.values()),
            List.copyOf(duplicates),
            open.stream().map(Named::collector).toList());
    changed.accept(live);
  }

  /** From now on the bundle of the lower rank goes first where two have the same. */
  synchronized void rank(ToIntFunction<Bundle> ranks) {
    seniority.rank(ranks);
    update();
  }

  /** The live collectors of others that gave what this bundle's collectors gave, too. */
  synchronized List<CollectorService> rivalsOf(Bundle bundle) {
    Set<String> names = new HashSet<>();
    of(bundle).forEach(collector -> collector.given().addOnPage(names));
    return live.collectors().stream()
        .filter(collector -> !isOf(collector, bundle.getSymbolicName()))
        .filter(collector -> collector.given().isAnyIn(names))
        .toList();
  }

  /** These, the senior first. */
  synchronized List<CollectorService> seniorFirst(Collection<CollectorService> collectors) {
    return collectors.stream()
        .sorted(seniority.seniorFirst().thenComparing(CollectorService::name))
        .toList();
  }
}
