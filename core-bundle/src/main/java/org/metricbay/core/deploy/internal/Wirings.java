package org.metricbay.core.deploy.internal;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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
 * Finds what is not wired as it would be if it came now, since something else has come, changed or
 * gone. Such a plugin is not refreshed in place, which would stop it, but restarted beside itself,
 * together with all that use it. For use by one thread.
 */
final class Wirings {
  private static final Logger LOG = LoggerFactory.getLogger("metricbay.deploy");
  private static final long REFRESH_LIMIT_SECONDS = 5;

  /** Others' refreshes may stop and start any number of bundles. */
  private static final long OTHERS_LIMIT_SECONDS = 30;

  private final FrameworkWiring framework;
  private final AgentPackages packages;
  private final Renewals renewals = new Renewals();

  Wirings(BundleContext context, AgentPackages packages) {
    this.packages = packages;
    Bundle system = context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION);
    FrameworkWiring wiring = system == null ? null : system.adapt(FrameworkWiring.class);
    if (wiring == null) {
      throw new IllegalStateException("the framework has no wiring");
    }
    this.framework = wiring;
  }

  /** The running plugins that are to be restarted, in one step. */
  List<Generation> stale(Collection<Generation> running, Links links) {
    Wires wires = Wires.among(running, packages, links);
    return wires.withUsers(renewals.due(wires.stale()));
  }

  /** Those that are wired otherwise, whether a renewal has helped or not. */
  List<Generation> notAsPlanned(Collection<Generation> running, Links links) {
    return Wires.among(running, packages, links).stale().stream()
        .map(Wires.Stale::generation)
        .toList();
  }

  /** Those that use the classes of this one, and whose classes it uses. */
  List<Generation> circleOf(Optional<Generation> one, Collection<Generation> running) {
    return one.map(it -> Wires.among(running, packages, Links.NONE).circleOf(it)).orElse(List.of());
  }

  /** Those that use classes or capabilities of others, by the one that has those. */
  Map<Generation, Set<Generation>> users(Collection<Generation> running) {
    return running.stream().noneMatch(one -> one.artifact().ties().offersAnything())
        ? Map.of()
        : Wires.among(running, packages, Links.NONE).users();
  }

  /** Something else runs, or nothing in its place: what could not be renewed before, now may. */
  void changed() {
    renewals.forget();
  }

  /** The folder says something else, or somebody wants to have all tried again. */
  void folderChanged() {
    renewals.folderChanged();
  }

  /** What has failed is tried again, and may come and go with what it stops. */
  void triedAgain() {
    renewals.triedAgain();
  }

  /** Its re-wiring failed; it keeps its old wiring. */
  void cannotRenew(Generation generation) {
    renewals.cannot(generation);
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
