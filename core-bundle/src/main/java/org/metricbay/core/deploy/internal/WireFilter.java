package org.metricbay.core.deploy.internal;

import java.util.Collection;
import org.osgi.framework.hooks.resolver.ResolverHook;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRevision;

/** Keeps the resolver from some wires; for the rest it does as usual. */
interface WireFilter extends ResolverHook {
  @Override
  default void filterResolvable(Collection<BundleRevision> candidates) {
    // All may be resolved.
  }

  @Override
  default void filterSingletonCollisions(
      BundleCapability singleton, Collection<BundleCapability> collisions) {
    // As usual.
  }

  @Override
  default void end() {
    // Nothing is held.
  }
}
