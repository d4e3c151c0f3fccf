package org.metricbay.core.collect.internal;

import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;

/**
 * Measures what plugins allocate while their bundles are started, for whoever has to say which one
 * took all memory: then none of its collectors is there yet.
 */
public final class Starts {
  private final Suspects suspects;

  Starts(Suspects suspects) {
    this.suspects = suspects;
  }

  /** What starts a bundle. */
  @FunctionalInterface
  public interface Start {
    /** Does it on this thread. */
    void run() throws BundleException;
  }

  /** Has the bundle started, and watches that. */
  public void of(Bundle fresh, Start start) throws BundleException {
    CallTrace trace = suspects.starts(fresh);
    trace.begin(System.nanoTime());
    try {
      start.run();
    } finally {
      trace.end();
      suspects.started(fresh);
    }
  }
}
