package org.metricbay.http.plugin;

import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;

/** Distinguishes the agent's own bundles from plugins and what they install. */
final class OwnBundles {
  /** The prefix of the locations of the launcher's bundles. */
  private static final String CONNECTED = "connect:";

  private final Bundle ours;

  OwnBundles(Bundle ours) {
    this.ours = ours;
  }

  /** Whether the launcher installed it: from the class path, or at least before this bundle. */
  boolean contains(Bundle bundle) {
    return bundle.getBundleId() <= ours.getBundleId() || bundle.getLocation().startsWith(CONNECTED);
  }

  /** Whether it is the bundle that serves HTTP. */
  boolean isOurs(@Nullable Bundle bundle) {
    return ours.equals(bundle);
  }
}
