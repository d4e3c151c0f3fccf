package org.metricbay.core.deploy.internal;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;

/**
 * How far the bundles are that are being tried, for those that use them: a bundle starts after
 * those it is wired to, and takes its former's place only if those have passed. For use by any
 * thread.
 */
final class Progress {

  /** How far one is; each completes with whether it went well. */
  private record Steps(CompletableFuture<Boolean> started, CompletableFuture<Boolean> passed) {
    Steps() {
      this(new CompletableFuture<>(), new CompletableFuture<>());
    }
  }

  private final Map<Bundle, Steps> underWay = new ConcurrentHashMap<>();

  /** It is going to be started. */
  void begins(Bundle bundle) {
    underWay.put(bundle, new Steps());
  }

  void started(Bundle bundle) {
    Steps steps = underWay.get(bundle);
    if (steps != null) {
      steps.started().complete(true);
    }
  }

  void passed(Bundle bundle) {
    Steps steps = underWay.get(bundle);
    if (steps != null) {
      steps.started().complete(true);
      steps.passed().complete(true);
    }
  }

  /** It is live, or gone. */
  void ended(Bundle bundle) {
    Steps steps = underWay.remove(bundle);
    if (steps != null) {
      steps.started().complete(false);
      steps.passed().complete(false);
    }
  }

  /** Whether somebody is still at work at one of those that it is wired to. */
  boolean isAwaiting(Bundle user) {
    return providers(user).stream().anyMatch(underWay::containsKey);
  }

  /**
   * Waits until those have started that it is wired to, but not in a circle.
   *
   * @return whether they have
   */
  boolean awaitStarts(Bundle user, long limitMillis) throws InterruptedException {
    for (Bundle provider : providers(user)) {
      Steps steps = underWay.get(provider);
      if (steps != null && !reachable(provider).contains(user)) {
        if (!await(steps.started(), limitMillis)) {
          return false;
        }
      }
    }
    return noneIsGone(user);
  }

  /** Waits until those have passed whose classes it could meet; returns whether they have. */
  boolean awaitPassed(Bundle user, long limitMillis) throws InterruptedException {
    for (Bundle provider : reachable(user)) {
      Steps steps = underWay.get(provider);
      if (steps != null && !provider.equals(user) && !await(steps.passed(), limitMillis)) {
        return false;
      }
    }
    return noneIsGone(user);
  }

  private static boolean await(CompletableFuture<Boolean> step, long limitMillis)
      throws InterruptedException {
    try {
      return step.get(limitMillis, TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      return false;
    }
  }

  private static boolean noneIsGone(Bundle user) {
    return providers(user).stream().allMatch(provider -> provider.getState() != Bundle.UNINSTALLED);
  }

  /** Those in progress that it depends on, itself included if there is a circle. */
  Set<Bundle> reachable(Bundle user) {
    Set<Bundle> found = new HashSet<>();
    collect(user, found);
    return found;
  }

  private void collect(Bundle user, Set<Bundle> found) {
    for (Bundle provider : providers(user)) {
      if (underWay.containsKey(provider) && found.add(provider)) {
        collect(provider, found);
      }
    }
  }

  private static List<Bundle> providers(Bundle user) {
    BundleWiring wiring = user.adapt(BundleWiring.class);
    List<BundleWire> wires = wiring == null ? null : wiring.getRequiredWires(null);
    return wires == null
        ? List.of()
        : wires.stream()
            .map(wire -> wire.getProvider().getBundle())
            .filter(provider -> !provider.equals(user))
            .distinct()
            .toList();
  }
}
