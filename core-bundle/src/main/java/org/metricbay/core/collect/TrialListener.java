package org.metricbay.core.collect;

import org.osgi.annotation.versioning.ConsumerType;
import org.osgi.framework.Bundle;

/**
 * Told of bundles on trial, so that what a plugin offers beside collectors is shown when its
 * collectors are. To be registered as a service by who shows it. A bundle that is never on trial is
 * shown at once. Called by the thread that deploys the bundle, which must not be held up.
 */
@ConsumerType
public interface TrialListener {

  /** The bundle is about to start on trial: nothing of it is to be shown yet. */
  void staged(Bundle bundle);

  /** The trial went well, and the bundle's collectors are about to be live. */
  void promoted(Bundle bundle);
}
