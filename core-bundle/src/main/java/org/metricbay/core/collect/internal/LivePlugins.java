package org.metricbay.core.collect.internal;

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
  private final Map<String, Integer> order;
  private volatile @Nullable Selection last;

  /**
   * These plugins.
   *
   * @param plugins the plugins to call, by name, each name once
   * @param duplicates those whose name an older one has
   * @param order whose series stay: the places of the collectors by their names, from 0
   */
  LivePlugins(List<Plugin> plugins, List<Plugin> duplicates, Map<String, Integer> order) {
    this.plugins = plugins;
    this.duplicates = duplicates;
    this.order = order;
  }

  List<Plugin> plugins() {
    return plugins;
  }

  List<Plugin> duplicates() {
    return duplicates;
  }

  Map<String, Integer> order() {
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
