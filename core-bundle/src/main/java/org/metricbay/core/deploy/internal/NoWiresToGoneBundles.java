package org.metricbay.core.deploy.internal;

import java.util.Collection;
import org.osgi.framework.Bundle;
import org.osgi.framework.hooks.resolver.ResolverHook;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;

/**
 * Keeps the resolver from wiring anything new to a removed bundle, which it would even prefer to
 * its successor of the same or a lower version for as long as anyone uses it.
 */
final class NoWiresToGoneBundles implements ResolverHook {
  @Override
  public void filterMatches(
      BundleRequirement requirement, Collection<BundleCapability> candidates) {
    candidates.removeIf(
        candidate -> candidate.getRevision().getBundle().getState() == Bundle.UNINSTALLED);
  }

  @Override
  public void filterResolvable(Collection<BundleRevision> candidates) {
    // All may be resolved.
  }

  @Override
  public void filterSingletonCollisions(
      BundleCapability singleton, Collection<BundleCapability> collisions) {
    // As usual.
  }

  @Override
  public void end() {
    // Nothing is held.
  }
}
