package org.metricbay.core.deploy.internal;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;

/**
 * Leaves of the plugins that offer something the one that is to serve it as planned, and of each
 * the generation that came last: the framework would prefer those that are in use. For one
 * resolution.
 */
final class OneProvider implements WireFilter {
  private final PluginBundles bundles;
  private final Slots.Choice choice;

  /**
   * Has filtered nothing yet.
   *
   * @param choice what to leave, as with the best one alone there may be no way
   */
  OneProvider(PluginBundles bundles, Slots.Choice choice) {
    this.bundles = bundles;
    this.choice = choice;
  }

  @Override
  public void filterMatches(
      BundleRequirement requirement, Collection<BundleCapability> candidates) {
    if (!candidates.stream().allMatch(this::isOfPlugin)) {
      return; // The agent's go before.
    }
    boolean onlyByResolved = choice == Slots.Choice.OF_RESOLVED;
    candidates.removeIf(
        offered -> bundles.slots().isSucceeded(Providers.bundleOf(offered), onlyByResolved));
    if (choice == Slots.Choice.NONE) {
      Optional<Set<String>> planned = bundles.slots().plannedFor(requirement);
      if (planned.isEmpty() || !leavePlanned(requirement, candidates, planned.get())) {
        leaveBest(requirement, candidates);
      }
    }
  }

  /** Returns false if none of those that were planned is there yet. */
  private boolean leavePlanned(
      BundleRequirement requirement, Collection<BundleCapability> candidates, Set<String> planned) {
    Slots slots = bundles.slots();
    Bundle user = requirement.getRevision().getBundle();
    Predicate<BundleCapability> isPlanned =
        offered -> {
          Bundle by = Providers.bundleOf(offered);
          // Of its own plugin only it itself.
          return slots.isIn(by, planned) && (by.equals(user) || !slots.areGenerations(by, user));
        };
    if (!planned.isEmpty() && candidates.stream().noneMatch(isPlanned)) {
      return false;
    }
    candidates.removeIf(isPlanned.negate());
    return true;
  }

  private static void leaveBest(
      BundleRequirement requirement, Collection<BundleCapability> candidates) {
    if (candidates.size() > 1 && !Providers.wantsAll(requirement)) {
      Optional<BundleCapability> best = Providers.best(candidates);
      candidates.removeIf(offered -> !offered.equals(best.get()));
    }
  }

  private boolean isOfPlugin(BundleCapability offered) {
    return bundles.packages().isPlugin(Providers.bundleOf(offered));
  }

  /** Of a plugin's generations one is started only when the other has stopped. */
  @Override
  public void filterSingletonCollisions(
      BundleCapability singleton, Collection<BundleCapability> collisions) {
    Bundle one = Providers.bundleOf(singleton);
    collisions.removeIf(other -> bundles.slots().areGenerations(one, Providers.bundleOf(other)));
  }
}
