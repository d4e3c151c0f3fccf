package org.metricbay.core.deploy.internal;

import org.metricbay.core.deploy.internal.Content.Artifact;
import org.osgi.framework.Bundle;

/**
 * One installed bundle of a plugin. An upgrade makes a new generation beside the old one.
 *
 * @param bundle the installed bundle
 * @param artifact what was installed
 * @param intact whether it is certain to be that still, and to run as it should
 */
record Generation(Bundle bundle, Artifact artifact, boolean intact) {
  Generation(Bundle bundle, Artifact artifact) {
    this(bundle, artifact, true);
  }

  /** The same after somebody has altered it. */
  Generation altered() {
    return new Generation(bundle, artifact, false);
  }

  String slot() {
    return artifact.slot();
  }

  boolean isGone() {
    return bundle.getState() == Bundle.UNINSTALLED;
  }

  /** Whether it runs, or is on the way there or back. */
  boolean isStarted() {
    return (bundle.getState() & (Bundle.STARTING | Bundle.ACTIVE | Bundle.STOPPING)) != 0;
  }

  boolean hasBytesOf(Artifact other) {
    return artifact.digest().equals(other.digest());
  }
}
