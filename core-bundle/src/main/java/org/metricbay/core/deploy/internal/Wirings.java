package org.metricbay.core.deploy.internal;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.wiring.FrameworkWiring;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds what is still wired to a bundle that was removed or replaced. Such a plugin is not
 * refreshed in place, which would stop it, but run anew beside itself. For use by one thread.
 */
final class Wirings {
  private static final Logger LOG = LoggerFactory.getLogger("metricbay.deploy");
  private static final long REFRESH_LIMIT_SECONDS = 5;

  /** Others' refreshes may stop and start any number of bundles. */
  private static final long OTHERS_LIMIT_SECONDS = 30;

  private final FrameworkWiring framework;

  /** Bundles that could not be run anew with what is there now; they go on as they are. */
  private final Set<Bundle> cannotRenew = new HashSet<>();

  private final Owners owners;

  Wirings(BundleContext context, Owners owners) {
    this.owners = owners;
    Bundle system = context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION);
    FrameworkWiring wiring = system == null ? null : system.adapt(FrameworkWiring.class);
    if (wiring == null) {
      throw new IllegalStateException("the framework has no wiring");
    }
    this.framework = wiring;
  }

  /**
   * The running plugins that use the classes of another one, which was removed. Those of the
   * agent's own bundles are no matter of a plugin alone.
   *
   * @return nothing while the framework does not say, as it refreshes bundles at this moment
   */
  Optional<List<Generation>> stale(Collection<Generation> running) {
    cannotRenew.removeIf(bundle -> bundle.getState() == Bundle.UNINSTALLED);
    try {
      List<Bundle> pending =
          framework.getRemovalPendingBundles().stream().filter(owners::isPlugin).toList();
      Collection<Bundle> affected =
          pending.isEmpty() ? List.of() : framework.getDependencyClosure(pending);
      return Optional.of(
          running.stream()
              .filter(generation -> affected.contains(generation.bundle()))
              .filter(generation -> !pending.contains(generation.bundle()))
              .filter(generation -> !cannotRenew.contains(generation.bundle()))
              .toList());
    } catch (IllegalStateException e) {
      return Optional.empty();
    }
  }

  void cannotRenew(Generation generation) {
    cannotRenew.add(generation.bundle());
  }

  /**
   * Frees removed bundles that nobody uses any more. Stops nothing, as nothing new can begin to use
   * them before it is done.
   */
  void dropUnused() {
    Set<Bundle> unused = unused();
    if (!unused.isEmpty()) {
      refresh(unused, REFRESH_LIMIT_SECONDS);
    }
  }

  private Set<Bundle> unused() {
    try {
      Set<Bundle> unused = new HashSet<>(framework.getRemovalPendingBundles());
      unused.removeIf(
          bundle ->
              framework.getDependencyClosure(List.of(bundle)).stream()
                  .anyMatch(user -> user.getState() != Bundle.UNINSTALLED));
      return unused;
    } catch (IllegalStateException e) {
      return Set.of(); // There will be another occasion.
    }
  }

  /** Waits for the refreshes that were asked for so far: the framework takes them in order. */
  void awaitRefreshes() {
    refresh(Set.of(), OTHERS_LIMIT_SECONDS);
  }

  private void refresh(Set<Bundle> bundles, long seconds) {
    CountDownLatch done = new CountDownLatch(1);
    framework.refreshBundles(bundles, event -> done.countDown());
    awaitRefresh(done, seconds);
  }

  private static void awaitRefresh(CountDownLatch done, long seconds) {
    try {
      if (!done.await(seconds, TimeUnit.SECONDS)) {
        LOG.warn("the framework is slow to refresh bundles; going on without waiting");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
