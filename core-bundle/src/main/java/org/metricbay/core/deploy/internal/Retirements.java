package org.metricbay.core.deploy.internal;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Future;
import org.osgi.framework.Bundle;

/**
 * The bundles on their way out. One that hangs in its stop is told of and not waited for any more,
 * so it holds up nothing. For use by one thread, the reconciler's.
 */
final class Retirements {
  private final DeployThread thread;
  private final PluginBundles bundles;
  private final Duration limit;
  private final DeployLog log;
  private final Runnable changed;
  private final Map<Bundle, Future<?>> leaving = new HashMap<>();

  /**
   * None yet.
   *
   * @param limit how long to wait for one
   * @param changed told when one is gone, or not waited for any more
   */
  Retirements(
      DeployThread thread, PluginBundles bundles, Duration limit, DeployLog log, Runnable changed) {
    this.thread = thread;
    this.bundles = bundles;
    this.limit = limit;
    this.log = log;
    this.changed = changed;
  }

  boolean isEmpty() {
    return leaving.isEmpty();
  }

  /** Takes a bundle out of scrapes, and stops and uninstalls it once none can be calling it. */
  void add(Bundle bundle) {
    bundles.gate().retire(bundle);
    try {
      Thread stopper = bundles.removals().retire(bundle, () -> thread.execute(() -> left(bundle)));
      leaving.put(bundle, thread.after(limit, () -> giveUp(bundle, stopper)));
    } catch (OutOfMemoryError e) {
      // No thread is to be had now. Nobody sees its plugins any more, so it can wait.
      leaving.put(bundle, thread.after(Attempts.WITHOUT_THREADS, () -> add(bundle)));
    }
  }

  private void left(Bundle bundle) {
    Future<?> timer = leaving.remove(bundle);
    if (timer != null) {
      timer.cancel(false);
      changed.run();
    }
  }

  private void giveUp(Bundle bundle, Thread stopper) {
    if (leaving.remove(bundle) != null) {
      log.doesNotStop(bundle, limit);
      stopper.interrupt();
      changed.run();
    }
  }
}
