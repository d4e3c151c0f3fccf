package org.metricbay.core.deploy.internal;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.metricbay.core.collect.internal.PluginGate;
import org.metricbay.core.collect.internal.Problems;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stops and uninstalls plugins' bundles. Nobody else of the agent does. For use by any thread. */
final class Removals {
  private static final Logger LOG = LoggerFactory.getLogger("metricbay.deploy");
  private static final int TRIES = 100;
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final PluginGate gate;
  private final ScarceThreads threads;
  private final Consumer<Bundle> stopped;
  private final Consumer<Bundle> uninstalled;
  private final BooleanSupplier ending;
  private final LeftBehind leftBehind = new LeftBehind();

  /** Bundles that we are about to stop, to tell that from an operator's stop. */
  private final Set<Bundle> leaving = ConcurrentHashMap.newKeySet();

  /** The threads that stop bundles whose values are still served. */
  private final Map<Bundle, Thread> stoppers = new ConcurrentHashMap<>();

  /**
   * Has removed none.
   *
   * @param stopped told of each that has stopped, and whose classes are there still
   * @param uninstalled told of each that was
   * @param ending whether all ends, when threads of those that are gone are no news
   */
  Removals(
      PluginGate gate,
      ScarceThreads threads,
      Consumer<Bundle> stopped,
      Consumer<Bundle> uninstalled,
      BooleanSupplier ending) {
    this.ending = ending;
    this.gate = gate;
    this.threads = threads;
    this.stopped = stopped;
    this.uninstalled = uninstalled;
  }

  boolean isLeaving(Bundle bundle) {
    return leaving.contains(bundle);
  }

  LeftBehind leftBehind() {
    return leftBehind;
  }

  /**
   * Stops and uninstalls a bundle whose plugins no scrape to come will see.
   *
   * @return the thread that does it, which hangs if the plugin does
   */
  Thread retire(Bundle bundle, Runnable done) {
    leaving.add(bundle);
    Thread stopper =
        ScarceThreads.thread(
            "retire-" + bundle.getSymbolicName(),
            () -> {
              try {
                gate.awaitScrapes();
              } catch (InterruptedException e) {
                // It has taken long enough; go on.
              } finally {
                insist(() -> removeNow(bundle));
                insist(done);
              }
            });
    threads.begin(stopper);
    return stopper;
  }

  /** Does it again when memory is short, as it is for a moment after a plugin has taken all. */
  private static void insist(Runnable work) {
    for (int tries = TRIES; tries > 0; tries--) {
      try {
        work.run();
        return;
      } catch (OutOfMemoryError e) {
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }

  /** Stops and uninstalls a bundle on this thread, and forgets it. Never throws. */
  void removeNow(Bundle bundle) {
    if (stoppers.containsKey(bundle)) {
      awaitStopper(bundle);
    } else {
      removeKeepingValues(bundle);
    }
    gate.forget(bundle);
  }

  private void awaitStopper(Bundle bundle) {
    try {
      boolean unused = removeKeepingValues(bundle, Duration.ofDays(1));
    } catch (InterruptedException e) {
      // It hangs, and is not waited for any more.
    }
  }

  /**
   * Stops and uninstalls a bundle whose frozen values are still served.
   *
   * @return whether that was done in time; if not, it goes on elsewhere
   */
  boolean removeKeepingValues(Bundle bundle, Duration limit) throws InterruptedException {
    Thread stopper = stoppers.computeIfAbsent(bundle, this::stopper);
    stopper.join(limit.toMillis());
    return !stopper.isAlive();
  }

  /** One that hangs stays the only one for its bundle. */
  private Thread stopper(Bundle bundle) {
    Thread stopper =
        ScarceThreads.thread(
            "stop-" + bundle.getSymbolicName(),
            () -> {
              insist(() -> removeKeepingValues(bundle));
              stoppers.remove(bundle);
            });
    threads.begin(stopper);
    return stopper;
  }

  /** Stops and uninstalls a bundle on this thread. Never throws. */
  private void removeKeepingValues(Bundle bundle) {
    leaving.add(bundle);
    ClassLoader loader = PluginBundles.loaderOf(bundle);
    Thread.currentThread().setContextClassLoader(loader);
    try {
      if (bundle.getState() != Bundle.UNINSTALLED) {
        ServiceUses.end(bundle);
        bundle.stop(Bundle.STOP_TRANSIENT);
      }
    } catch (BundleException | RuntimeException | Error e) {
      LOG.warn("{}: its stop failed: {}", PluginBundles.label(bundle), Problems.describe(e));
    }
    stopped.accept(bundle);
    try {
      if (bundle.getState() != Bundle.UNINSTALLED) {
        bundle.uninstall();
      }
    } catch (BundleException | RuntimeException | Error e) {
      LOG.warn("{}: cannot be uninstalled: {}", PluginBundles.label(bundle), Problems.describe(e));
    }
    Thread.currentThread().setContextClassLoader(null);
    leaving.remove(bundle);
    uninstalled.accept(bundle);
    if (loader != null && !ending.getAsBoolean()) {
      leftBehind.look(bundle, loader);
    }
  }
}
