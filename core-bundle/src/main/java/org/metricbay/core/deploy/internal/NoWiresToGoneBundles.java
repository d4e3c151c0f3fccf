package org.metricbay.core.deploy.internal;

import java.util.Collection;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;

/**
 * Keeps the resolver from wiring anything new to a removed bundle, which it would even prefer to
 * its successor of the same or a lower version for as long as anyone uses it.
 */
final class NoWiresToGoneBundles implements WireFilter {
  @Override
  public void filterMatches(
      BundleRequirement requirement, Collection<BundleCapability> candidates) {
    candidates.removeIf(
        candidate -> candidate.getRevision().getBundle().getState() == Bundle.UNINSTALLED);
  }
}
