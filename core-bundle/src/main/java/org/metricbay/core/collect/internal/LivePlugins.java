package org.metricbay.core.collect.internal;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.metricbay.core.collect.CollectRequest;
import org.metricbay.core.collect.UnknownCollectorException;

/** What scrapes see at a moment; any change of a plugin or of its name makes another one. */
final class LivePlugins {
  /** Those that a request is for. */
  private record Selection(CollectRequest request, List<Plugin> plugins) {}

  private final List<Plugin> plugins;
  private final List<Plugin> duplicates;
  private final List<Plugin> bySeniority;
  private volatile @Nullable Selection last;

  /**
   * These plugins.
   *
   * @param plugins the plugins to call, by name, each name once
   * @param duplicates those whose name an older one has
   * @param bySeniority all of these, the senior first
   */
  LivePlugins(List<Plugin> plugins, List<Plugin> duplicates, List<Plugin> bySeniority) {
    this.plugins = plugins;
    this.duplicates = duplicates;
    this.bySeniority = bySeniority;
  }

  List<Plugin> plugins() {
    return plugins;
  }

  List<Plugin> duplicates() {
    return duplicates;
  }

  /** Whose series stay, by the collectors' names. Asked for only where two have the same. */
  Map<String, Integer> order() {
    return order(bySeniority);
  }

  /**
   * Whose series stay: the seniors', and last those of who shows what others have written, as texts
   * come and go with no seniority of their own, and can say that something was left out.
   *
   * @return the places of the collectors by their names, from 0
   */
  static Map<String, Integer> order(List<Plugin> bySeniority) {
    Map<String, Integer> order = new HashMap<>();
    for (boolean yields : new boolean[] {false, true}) {
      for (Plugin plugin : bySeniority) {
        if (plugin.flagOfLosses().isPresent() == yields) {
          order.putIfAbsent(plugin.name(), order.size());
        }
      }
    }
    return order;
  }

  /** The one that has this name. */
  Optional<Plugin> named(String name) {
    return plugins.stream().filter(plugin -> plugin.name().equals(name)).findFirst();
  }

  /** The plugins that a request is for, which mostly is the same one again. */
  List<Plugin> wanted(CollectRequest request) throws UnknownCollectorException {
    if (request.wantsAll()) {
      return plugins;
    }
    Selection known = last;
    // The same object in the first place: a record's own comparison is slow without C2.
    if (known == null || !Objects.equals(known.request(), request)) {
      known = new Selection(request, selected(request));
      last = known;
    }
    return known.plugins();
  }

  private List<Plugin> selected(CollectRequest request) throws UnknownCollectorException {
    List<String> names = plugins.stream().map(Plugin::name).toList();
    for (String name : Stream.concat(request.only().stream(), request.except().stream()).toList()) {
      if (!names.contains(name)) {
        throw new UnknownCollectorException(name, names);
      }
    }
    return plugins.stream().filter(plugin -> request.wants(plugin.name())).toList();
  }
}
