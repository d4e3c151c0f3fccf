package org.metricbay.core.deploy.internal;

import java.util.Collection;
import java.util.Collections;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.namespace.BundleNamespace;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;

/**
 * Keeps what plugins export from where the agent's own has to be: the agent's bundles are wired to
 * no plugin, and no plugin to another's copy of a package of the agent, whatever its version; nor
 * to a copy of one of the JVM's that would do. For one resolution.
 */
final class NoWiresToCopies implements WireFilter {
  private final AgentPackages packages;

  /** Looked up only when a plugin offers something. */
  private @Nullable Set<String> names;

  NoWiresToCopies(AgentPackages packages) {
    this.packages = packages;
  }

  @Override
  public void filterMatches(
      BundleRequirement requirement, Collection<BundleCapability> candidates) {
    if (candidates.stream().noneMatch(this::isOfPlugin)) {
      return;
    }
    Bundle requiring = requirement.getRevision().getBundle();
    if (!packages.isPlugin(requiring)) {
      candidates.removeIf(this::isOfPlugin);
      return;
    }
    switch (requirement.getNamespace()) {
      case PackageNamespace.PACKAGE_NAMESPACE -> {
        boolean elsewhere = candidates.stream().anyMatch(offered -> !isOfPlugin(offered));
        candidates.removeIf(
            offered ->
                isOfPlugin(offered)
                    && (elsewhere || names().contains(AgentPackages.nameOf(offered))));
      }
      case BundleNamespace.BUNDLE_NAMESPACE ->
          candidates.removeIf(offered -> isOfPlugin(offered) && givesCopies(offered.getRevision()));
      default -> {
        // Any other may be had from anyone.
      }
    }
  }

  private boolean isOfPlugin(BundleCapability offered) {
    return packages.isPlugin(offered.getRevision().getBundle());
  }

  /** Who requires the bundle would get all of its packages. */
  private boolean givesCopies(BundleRevision revision) {
    return !Collections.disjoint(AgentPackages.ownPackages(revision), names());
  }

  private Set<String> names() {
    Set<String> known = names;
    if (known == null) {
      known = packages.names();
      names = known;
    }
    return known;
  }
}
