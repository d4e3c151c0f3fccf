package org.metricbay.soak.plugin;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Cannot be started. */
public final class FailingActivator implements BundleActivator {
  @Override
  public void start(BundleContext context) {
    throw new IllegalStateException("made to fail in start");
  }

  @Override
  public void stop(BundleContext context) {}
}
