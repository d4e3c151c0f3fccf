package org.metricbay.core.deploy.internal;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;
import org.osgi.framework.namespace.BundleNamespace;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;

/**
 * Which of several bundles serves a requirement: a function of what they are, and not of when they
 * came, as the framework would have it.
 */
final class Providers {
  /** The highest version, then the name; of one bundle the generation that came last. */
  private static final Comparator<BundleCapability> BEST_FIRST =
      Comparator.comparing(Providers::versionOf)
          .reversed()
          .thenComparing(offered -> String.valueOf(bundleOf(offered).getSymbolicName()))
          .thenComparing(offered -> bundleOf(offered).getVersion(), Comparator.reverseOrder())
          .thenComparing(offered -> -bundleOf(offered).getBundleId());

  private Providers() {}

  static Bundle bundleOf(BundleCapability offered) {
    return offered.getRevision().getBundle();
  }

  static Optional<BundleCapability> best(Collection<BundleCapability> candidates) {
    return candidates.stream().min(BEST_FIRST);
  }

  /** Whether it is wired to all who offer it. */
  static boolean wantsAll(BundleRequirement requirement) {
    return "multiple".equals(requirement.getDirectives().get("cardinality"));
  }

  /** Whether it is wired when a class is looked for, and not before. */
  static boolean isDynamic(BundleRequirement requirement) {
    return "dynamic".equals(requirement.getDirectives().get(Constants.RESOLUTION_DIRECTIVE));
  }

  /** Whether it has to be met before the bundle starts. */
  static boolean isForResolving(BundleRequirement requirement) {
    String effective = requirement.getDirectives().get(Constants.EFFECTIVE_DIRECTIVE);
    return effective == null || effective.equals(Constants.EFFECTIVE_RESOLVE);
  }

  private static Version versionOf(BundleCapability offered) {
    String name =
        offered.getNamespace().equals(BundleNamespace.BUNDLE_NAMESPACE)
            ? Constants.BUNDLE_VERSION_ATTRIBUTE
            : Constants.VERSION_ATTRIBUTE;
    return offered.getAttributes().get(name) instanceof Version version
        ? version
        : Version.emptyVersion;
  }
}
