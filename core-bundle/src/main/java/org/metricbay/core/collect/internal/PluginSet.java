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
 * All registered plugins, and which of them are live. The live ones change in single steps, so a
 * scrape sees the set before a switch or the one after it. For use by any thread.
 */
final class PluginSet {
  /** A plugin and its name, which may change at any moment, as it was when it was asked. */
  private record Named(String name, Plugin plugin) {}

  private final Map<ServiceReference<?>, Plugin> registered = new LinkedHashMap<>();
  private final Map<Long, List<Plugin>> frozen = new HashMap<>();
  private final Set<Long> hidden = new HashSet<>();
  private final Set<Long> holding = new HashSet<>();

  private final Seniority seniority = new Seniority();
  private final Consumer<LivePlugins> changed;
  private volatile LivePlugins live = new LivePlugins(List.of(), List.of(), List.of());

  /**
   * Has none yet.
   *
   * @param changed told of the live ones at each change, and must not be held up
   */
  PluginSet(Consumer<LivePlugins> changed) {
    this.changed = changed;
  }

  LivePlugins live() {
    return live;
  }

  synchronized void add(Plugin plugin) {
    registered.put(plugin.reference(), plugin);
    if (holding.contains(plugin.bundle().getBundleId())) {
      plugin.last().hold();
    }
    seniority.came(plugin.bundle());
    thawIfBack(plugin.bundle());
    changed(plugin.bundle());
  }

  /** A frozen bundle that was started again in place is shown itself once all of it is there. */
  private void thawIfBack(Bundle bundle) {
    List<Plugin> kept = frozen.get(bundle.getBundleId());
    if (kept != null) {
      long back =
          registered.values().stream()
              .filter(plugin -> plugin.bundle().equals(bundle) && !plugin.last().isFrozen())
              .count();
      if (back >= kept.size()) {
        frozen.remove(bundle.getBundleId());
      }
    }
  }

  /** Shows a frozen bundle's plugins as they are now. */
  synchronized void thaw(Bundle bundle) {
    if (frozen.remove(bundle.getBundleId()) != null) {
      update();
    }
  }

  /** A plugin of this bundle has come or said its name; while it is on trial, nobody sees it. */
  synchronized void changed(Bundle bundle) {
    if (!hidden.contains(bundle.getBundleId())) {
      update();
    }
  }

  synchronized void remove(ServiceReference<?> reference) {
    Plugin gone = registered.remove(reference);
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

  /** From now on the bundle's plugins, also those to come, keep what they gave last. */
  synchronized void hold(Bundle bundle) {
    holding.add(bundle.getBundleId());
    of(bundle).forEach(plugin -> plugin.last().hold());
  }

  /**
   * From now on the bundle's live plugins stay in the set as they are, whatever it does.
   *
   * @param keep how long their last values are good for
   */
  synchronized void freeze(Bundle bundle, Duration keep) {
    List<Plugin> plugins =
        live.plugins().stream().filter(plugin -> plugin.bundle().equals(bundle)).toList();
    if (plugins.isEmpty()) {
      return; // Nobody sees any of it.
    }
    plugins.forEach(plugin -> plugin.freeze(keep));
    frozen.put(bundle.getBundleId(), plugins);
    update();
  }

  synchronized void forget(Bundle bundle) {
    hidden.remove(bundle.getBundleId());
    holding.remove(bundle.getBundleId());
    frozen.remove(bundle.getBundleId());
    String name = bundle.getSymbolicName();
    seniority.forget(bundle);
    if (candidates().noneMatch(plugin -> isOf(plugin, name))) {
      seniority.gone(name);
    }
    update();
  }

  private static boolean isOf(Plugin plugin, String symbolicName) {
    return plugin.bundle().getSymbolicName().equals(symbolicName);
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

  synchronized List<Plugin> of(Bundle bundle) {
    return candidates().filter(plugin -> plugin.bundle().equals(bundle)).distinct().toList();
  }

  private Stream<Plugin> candidates() {
    return Stream.concat(
        registered.values().stream(), frozen.values().stream().flatMap(List::stream));
  }

  /** Decides again what is live. */
  private void update() {
    Stream<Plugin> shown =
        registered.values().stream()
            .filter(plugin -> !hidden.contains(plugin.bundle().getBundleId()))
            .filter(plugin -> !frozen.containsKey(plugin.bundle().getBundleId()));
    Stream<Plugin> kept = frozen.values().stream().flatMap(List::stream);
    List<Named> open =
        Stream.concat(shown, kept)
            .map(plugin -> new Named(plugin.name(), plugin))
            .sorted(
                Comparator.comparing(Named::plugin, seniority.seniorFirst())
                    .thenComparing(Named::name))
            .toList();
    Map<String, Plugin> byName = new TreeMap<>();
    List<Plugin> duplicates = new ArrayList<>();
    for (Named named : open) {
      if (byName.putIfAbsent(named.name(), named.plugin()) != null) {
        duplicates.add(named.plugin());
      }
    }
    live =
        new LivePlugins(
            List.copyOf(byName.values()),
            List.copyOf(duplicates),
            open.stream().map(Named::plugin).toList());
    changed.accept(live);
  }

  /** From now on the bundle of the lower rank goes first where two have the same. */
  synchronized void rank(ToIntFunction<Bundle> ranks) {
    seniority.rank(ranks);
    update();
  }

  /** The live plugins of others that gave what this bundle's plugins gave, too. */
  synchronized List<Plugin> rivalsOf(Bundle bundle) {
    Set<String> names = new HashSet<>();
    of(bundle).forEach(plugin -> plugin.given().addOnPage(names));
    return live.plugins().stream()
        .filter(plugin -> !isOf(plugin, bundle.getSymbolicName()))
        .filter(plugin -> plugin.given().isAnyIn(names))
        .toList();
  }

  /** These, the senior first. */
  synchronized List<Plugin> seniorFirst(Collection<Plugin> plugins) {
    return plugins.stream().sorted(seniority.seniorFirst().thenComparing(Plugin::name)).toList();
  }
}
