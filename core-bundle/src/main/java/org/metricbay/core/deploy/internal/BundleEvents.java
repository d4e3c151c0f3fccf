package org.metricbay.core.deploy.internal;

import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.Future;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.framework.hooks.bundle.EventHook;

/**
 * Notices what others do to plugins' bundles: an operator in the shell, the framework, a plugin.
 * Called on the thread that does it, the hook before anyone else knows.
 */
final class BundleEvents implements SynchronousBundleListener, EventHook {
  /** Whoever stops a bundle waits so long for its last values. */
  private static final Duration LAST_CALL = Duration.ofSeconds(3);

  /** For so long nobody else waits after one wait was in vain: a refresh may stop them all. */
  private static final Duration IMPATIENCE = Duration.ofSeconds(10);

  /** By then a bundle that was started has registered what it has. */
  private static final Duration BACK = Duration.ofSeconds(2);

  private final BundleContext context;
  private final PluginBundles bundles;
  private final DeploySettings settings;
  private final DeployThread thread;
  private final ByHand byHand;
  private volatile long impatientUntil = System.nanoTime();

  BundleEvents(
      BundleContext context,
      PluginBundles bundles,
      DeploySettings settings,
      DeployThread thread,
      ByHand byHand) {
    this.context = context;
    this.bundles = bundles;
    this.settings = settings;
    this.thread = thread;
    this.byHand = byHand;
  }

  /**
   * Before a plugin is stopped by what nobody means to end it, an update or a refresh for example,
   * its last values are taken; they are served until it runs again.
   */
  @Override
  public void event(BundleEvent event, Collection<BundleContext> receivers) {
    Bundle bundle = event.getBundle();
    if (event.getType() == BundleEvent.STOPPING && bundles.owners().isFromFolder(bundle)) {
      bundles.states().isStopping(bundle);
      Deed deed = Deed.now(bundles.owners()::isPlugin);
      if (isForeignTo(bundle) && isUnasked(deed)) {
        stops(bundle, deed);
      }
    }
  }

  private void stops(Bundle bundle, Deed deed) {
    if (deed.kind() != Deed.Kind.START) { // A start that fails is not disturbed by anybody.
      bundles.promotions().isStopping(bundle);
    }
    long begun = System.nanoTime();
    if (begun - impatientUntil >= 0) {
      keepValues(bundle);
      if (System.nanoTime() - begun >= LAST_CALL.toNanos()) {
        impatientUntil = System.nanoTime() + IMPATIENCE.toNanos();
      }
    }
  }

  /** Whether nobody means the plugin to end. */
  private static boolean isUnasked(Deed deed) {
    return !deed.isMeant() && deed.kind() != Deed.Kind.DEPLOYER;
  }

  /**
   * Whoever stops it may have been interrupted, as is the thread of a plugin that is given up: that
   * waits until the values are kept.
   */
  private void keepValues(Bundle stopping) {
    long end = System.nanoTime() + LAST_CALL.toNanos();
    boolean interrupted = Thread.interrupted();
    while (!areValuesKept(stopping) && end - System.nanoTime() > 0) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean areValuesKept(Bundle stopping) {
    try {
      Duration keep = settings.attemptLimit(true, bundles.gate().longestScrape());
      bundles.gate().freeze(stopping, LAST_CALL, keep);
      bundles.gate().awaitScrapes(LAST_CALL);
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }

  /** It may have come back with less than was kept of it. */
  private void thaw(Bundle bundle) {
    if (bundle.getState() == Bundle.ACTIVE) {
      bundles.gate().thaw(bundle);
    }
  }

  @Override
  public void bundleChanged(BundleEvent event) {
    Bundle bundle = event.getBundle();
    if (event.getType() == BundleEvent.INSTALLED) {
      bundles.owners().children().installed(bundle, event.getOrigin());
    } else if (event.getType() == BundleEvent.STARTED && isLeaving(bundle)) {
      isDone(bundle, Deed.now(bundles.owners()::isPlugin), false); // Too late, but meant.
    } else if (isForeignTo(bundle)) {
      Deed deed = Deed.now(bundles.owners()::isPlugin);
      if (deed.kind() == Deed.Kind.DEPLOYER) {
        return;
      }
      switch (event.getType()) {
        case BundleEvent.STOPPED -> {
          if (deed.kind() != Deed.Kind.START) {
            bundles.promotions().disturbed(bundle);
          }
          bundles.states().stopped(bundle);
          isDone(bundle, deed, true);
        }
        case BundleEvent.STARTED -> {
          bundles.states().started(bundle);
          isDone(bundle, deed, false);
          Future<?> unused = thread.after(BACK, () -> thaw(bundle));
        }
        case BundleEvent.UPDATED, BundleEvent.UNINSTALLED -> {
          bundles.promotions().disturbed(bundle);
          thread.execute(() -> byHand.altered(bundle));
        }
        default -> {
          // Changes nothing of what runs.
        }
      }
    }
  }

  private void isDone(Bundle bundle, Deed deed, boolean stop) {
    if (bundles.owners().seesTo(bundle) && byHand.note(bundle, deed, stop)) {
      thread.execute(() -> byHand.noted(bundle, stop));
    } else {
      thread.execute(() -> byHand.unasked(bundle, deed, stop));
    }
  }

  /** Whether it is a plugin's bundle, and someone else than us does this to it. */
  private boolean isForeignTo(Bundle bundle) {
    return bundles.owners().isFromFolder(bundle) && !isLeaving(bundle) && !isAgentStopping();
  }

  private boolean isLeaving(Bundle bundle) {
    return bundles.removals().isLeaving(bundle);
  }

  private boolean isAgentStopping() {
    Bundle system = context.getBundle(0);
    return system == null || (system.getState() & (Bundle.STARTING | Bundle.ACTIVE)) == 0;
  }
}
