package org.metricbay.host;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleException;
import org.osgi.framework.SynchronousBundleListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the agent's own bundles again when somebody stops them, and says who it was; a plugin that
 * did is left out. Where starting again does not help, the process has to end.
 */
final class BuiltInGuard implements SynchronousBundleListener {
  private static final int TOO_OFTEN = 10;
  private static final long LATELY_NANOS = TimeUnit.MINUTES.toNanos(1);

  /** Whose stop takes away what others have been given only once. */
  private static final String JETTY = "org.apache.felix.http.jetty12.light";

  private static final String HTTP = "org.metricbay.http";

  private final Logger log = LoggerFactory.getLogger("metricbay");
  private final BundleContext context;
  private final Deeds deeds;
  private final Predicate<Thread> isOurs;
  private final Runnable wake;
  private final Queue<Bundle> stopped = new ConcurrentLinkedQueue<>();
  private final Queue<Long> lately = new ArrayDeque<>();
  private volatile boolean hopeless;
  private volatile Optional<Bundle> lastStopper = Optional.empty();

  /**
   * Listens to nobody yet.
   *
   * @param isOurs whether what this thread stops is to be stopped
   * @param wake has {@link #mend} called soon
   */
  BuiltInGuard(BundleContext context, Deeds deeds, Predicate<Thread> isOurs, Runnable wake) {
    this.context = context;
    this.deeds = deeds;
    this.isOurs = isOurs;
    this.wake = wake;
  }

  /** Whether the agent cannot go on. */
  boolean isHopeless() {
    return hopeless;
  }

  @Override
  public void bundleChanged(BundleEvent event) {
    Bundle bundle = event.getBundle();
    if (!ConnectedBundles.isOwn(bundle) || isOurs.test(Thread.currentThread()) || isEnding()) {
      return;
    }
    switch (event.getType()) {
      case BundleEvent.STOPPING -> {
        tell(bundle);
        stopped.add(bundle);
        wake.run();
      }
      case BundleEvent.UNINSTALLED -> giveUp(bundle, Culprit.onThisStack(), "uninstalled");
      case BundleEvent.UPDATED -> giveUp(bundle, Culprit.onThisStack(), "updated");
      default -> {
        // Does no harm.
      }
    }
  }

  private boolean isEnding() {
    return hopeless || context.getBundle(0).getState() != Bundle.ACTIVE;
  }

  private void tell(Bundle bundle) {
    String did = "stopped the agent's own bundle " + bundle.getSymbolicName();
    Optional<Bundle> plugin = Culprit.onThisStack();
    lastStopper = plugin;
    log.error("{} {}; it is started again", plugin.map(Deeds::nameOf).orElse("somebody"), did);
    plugin.ifPresent(by -> deeds.leaveOutNow(by, did));
  }

  private synchronized void giveUp(Bundle bundle, Optional<Bundle> by, String what) {
    if (!hopeless) {
      hopeless = true;
      deeds.ended(by, what + " the agent's own bundle " + bundle.getSymbolicName());
    }
    wake.run();
  }

  /** Starts what was stopped. Returns whether there was anything. */
  boolean mend() {
    boolean any = false;
    for (Bundle bundle = stopped.poll(); bundle != null && !isEnding(); bundle = stopped.poll()) {
      any = true;
      if (isTooOften()) {
        giveUp(bundle, lastStopper, "stopped again and again");
      } else {
        start(bundle);
      }
    }
    return any;
  }

  private boolean isTooOften() {
    long now = System.nanoTime();
    lately.add(now);
    lately.removeIf(at -> now - at > LATELY_NANOS);
    return lately.size() > TOO_OFTEN;
  }

  /** Stops a bundle, and starts it again soon, as a thread of it has died. */
  void restart(String symbolicName) {
    for (Bundle bundle : context.getBundles()) {
      if (symbolicName.equals(bundle.getSymbolicName())) {
        log.error("a thread of {} has died; it is started again", symbolicName);
        stop(bundle);
        stopped.add(bundle);
      }
    }
  }

  private void stop(Bundle bundle) {
    try {
      bundle.stop(Bundle.STOP_TRANSIENT);
    } catch (BundleException | RuntimeException e) {
      log.error("{} does not stop: {}", bundle.getSymbolicName(), e.toString());
    }
  }

  private void start(Bundle bundle) {
    try {
      bundle.start();
      if (JETTY.equals(bundle.getSymbolicName())) {
        startHttpAgain();
      }
      log.info("{} is started again", bundle.getSymbolicName());
    } catch (BundleException | RuntimeException e) {
      log.error("{} cannot be started again: {}", bundle.getSymbolicName(), e.toString());
      boolean gone = bundle.getState() == Bundle.UNINSTALLED;
      giveUp(bundle, lastStopper, gone ? "uninstalled" : "stopped for good");
    }
  }

  private void startHttpAgain() throws BundleException {
    for (Bundle bundle : context.getBundles()) {
      if (HTTP.equals(bundle.getSymbolicName())) {
        stop(bundle);
        bundle.start();
      }
    }
  }
}
