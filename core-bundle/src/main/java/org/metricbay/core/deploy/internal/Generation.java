package org.metricbay.core.deploy.internal;

import org.metricbay.core.deploy.internal.Content.Artifact;
import org.osgi.framework.Bundle;

/**
 * One installed bundle of a plugin. An upgrade makes a new generation beside the old one.
 *
 * @param bundle the installed bundle
 * @param artifact what was installed
 */
record Generation(Bundle bundle, Artifact artifact) {
  boolean isGone() {
    return bundle.getState() == Bundle.UNINSTALLED;
  }

  boolean hasBytesOf(Artifact other) {
    return artifact.digest().equals(other.digest());
  }
}
