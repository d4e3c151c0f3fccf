package org.metricbay.core.deploy.internal;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.wiring.FrameworkWiring;

/**
 * Finds what is still wired to a bundle that was removed or replaced. Such a plugin is not
 * refreshed in place, which would stop it, but run anew beside itself. For use by one thread.
 */
final class Wirings {
  private final FrameworkWiring framework;

  /** Bundles that could not be run anew with what is there now; they go on as they are. */
  private final Set<Bundle> cannotRenew = new HashSet<>();

  Wirings(BundleContext context) {
    Bundle system = context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION);
    FrameworkWiring wiring = system == null ? null : system.adapt(FrameworkWiring.class);
    if (wiring == null) {
      throw new IllegalStateException("the framework has no wiring");
    }
    this.framework = wiring;
  }

  /** The running plugins that use a removed bundle's classes. */
  List<Generation> stale(Collection<Generation> running) {
    Collection<Bundle> pending = framework.getRemovalPendingBundles();
    cannotRenew.removeIf(bundle -> bundle.getState() == Bundle.UNINSTALLED);
    if (pending.isEmpty()) {
      return List.of();
    }
    Collection<Bundle> affected = framework.getDependencyClosure(pending);
    return running.stream()
        .filter(generation -> affected.contains(generation.bundle()))
        .filter(generation -> !cannotRenew.contains(generation.bundle()))
        .toList();
  }

  void cannotRenew(Generation generation) {
    cannotRenew.add(generation.bundle());
  }

  /** Frees removed bundles that nobody uses any more. Stops nothing. */
  void dropUnused() {
    Set<Bundle> unused = new HashSet<>(framework.getRemovalPendingBundles());
    unused.removeIf(
        bundle ->
            framework.getDependencyClosure(List.of(bundle)).stream()
                .anyMatch(user -> user.getState() != Bundle.UNINSTALLED));
    if (!unused.isEmpty()) {
      framework.refreshBundles(unused);
    }
  }
}
