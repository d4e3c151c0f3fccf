package org.metricbay.core.deploy.internal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.metricbay.core.deploy.PluginFile;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.hooks.bundle.FindHook;

/**
 * The bundles that plugins have installed, and which plugins. A new version of a plugin that
 * installs the same again gets the bundle that is there, of which there is no event; but the
 * framework asks its hooks, which so can tell. For use by any thread.
 */
final class Children implements FindHook {
  private final BundleContext context;
  private final Predicate<Bundle> isPlugin;
  private final Map<Bundle, Set<Bundle>> parents = new HashMap<>();

  /** There only while there are children, as the framework asks it often. */
  private @Nullable ServiceRegistration<FindHook> hook;

  Children(BundleContext context, Predicate<Bundle> isPlugin) {
    this.context = context;
    this.isPlugin = isPlugin;
  }

  /**
   * Notes a bundle if a plugin has installed it; called on the thread that does.
   *
   * @param origin the bundle whose context was used
   */
  void installed(Bundle bundle, Bundle origin) {
    Deed.now(isPlugin)
        .plugin()
        .or(() -> Optional.of(origin).filter(isPlugin))
        .ifPresent(parent -> add(bundle, parent));
  }

  private synchronized void add(Bundle child, Bundle parent) {
    parents.computeIfAbsent(child, unknown -> new HashSet<>()).add(parent);
    if (hook == null) {
      hook = context.registerService(FindHook.class, this, null);
    }
  }

  /** A plugin installs what is there already. */
  @Override
  public void find(BundleContext asking, Collection<Bundle> found) {
    Bundle parent = asking.getBundle();
    if (isPlugin.test(parent) && Deed.isInstalling()) {
      claim(found, parent);
    }
  }

  private synchronized void claim(Collection<Bundle> found, Bundle parent) {
    found.stream()
        .map(parents::get)
        .filter(known -> known != null)
        .forEach(known -> known.add(parent));
  }

  synchronized boolean contains(Bundle bundle) {
    return parents.containsKey(bundle);
  }

  /** The plugin that the bundle is there for, or one of them. */
  synchronized Optional<Bundle> plugin(Bundle bundle) {
    Set<Bundle> all = parents.getOrDefault(bundle, Set.of());
    Optional<Bundle> parent =
        all.stream().filter(Children::runs).findFirst().or(() -> all.stream().findFirst());
    return parent.map(known -> plugin(known).orElse(known));
  }

  /** The files, with what their bundles have installed. */
  synchronized List<PluginFile> addTo(List<PluginFile> files) {
    return parents.isEmpty() ? files : files.stream().map(this::withChildren).toList();
  }

  private PluginFile withChildren(PluginFile file) {
    List<Long> ids =
        parents.keySet().stream()
            .filter(child -> child.getState() != Bundle.UNINSTALLED)
            .filter(child -> plugin(child).stream().anyMatch(parent -> isOf(parent, file)))
            .map(Bundle::getBundleId)
            .sorted()
            .toList();
    return ids.isEmpty() ? file : file.withInstalled(ids);
  }

  private static boolean isOf(Bundle parent, PluginFile file) {
    return file.bundleId().isPresent() && file.bundleId().getAsLong() == parent.getBundleId();
  }

  /** Those that no plugin runs any more for; they are forgotten here. */
  synchronized List<Bundle> orphans() {
    List<Bundle> orphans = new ArrayList<>();
    parents.forEach(
        (child, all) -> {
          if (child.getState() == Bundle.UNINSTALLED || all.stream().noneMatch(Children::runs)) {
            orphans.add(child);
          }
        });
    orphans.forEach(parents::remove);
    if (parents.isEmpty()) {
      close();
    }
    return orphans.stream().filter(child -> child.getState() != Bundle.UNINSTALLED).toList();
  }

  private static boolean runs(Bundle parent) {
    return (parent.getState() & (Bundle.STARTING | Bundle.ACTIVE)) != 0;
  }

  private void close() {
    if (hook != null) {
      hook.unregister();
      hook = null;
    }
  }
}
