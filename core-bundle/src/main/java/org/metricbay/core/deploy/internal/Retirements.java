package org.metricbay.core.deploy.internal;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Future;
import org.osgi.framework.Bundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bundles on their way out. One that hangs in its stop is told of and not waited for any more,
 * so it holds up nothing. For use by one thread, the reconciler's.
 */
final class Retirements {
  private static final Logger LOG = LoggerFactory.getLogger("metricbay.deploy");

  private final DeployThread thread;
  private final PluginBundles bundles;
  private final Duration limit;
  private final Runnable changed;
  private final Map<Bundle, Future<?>> leaving = new HashMap<>();

  /**
   * None yet.
   *
   * @param limit how long to wait for one
   * @param changed told when one is gone, or not waited for any more
   */
  Retirements(DeployThread thread, PluginBundles bundles, Duration limit, Runnable changed) {
    this.thread = thread;
    this.bundles = bundles;
    this.limit = limit;
    this.changed = changed;
  }

  boolean isEmpty() {
    return leaving.isEmpty();
  }

  /** Stops and uninstalls a bundle once no scrape can be calling it. */
  void add(Bundle bundle) {
    leaving.put(bundle, thread.after(limit, () -> giveUp(bundle)));
    bundles.retire(bundle, () -> thread.execute(() -> left(bundle)));
  }

  private void left(Bundle bundle) {
    Future<?> timer = leaving.remove(bundle);
    if (timer != null) {
      timer.cancel(false);
      changed.run();
    }
  }

  private void giveUp(Bundle bundle) {
    if (leaving.remove(bundle) != null) {
      LOG.warn(
          "{} hangs in its stop; it is left to itself, with the thread that it occupies",
          PluginBundles.label(bundle));
      changed.run();
    }
  }
}
