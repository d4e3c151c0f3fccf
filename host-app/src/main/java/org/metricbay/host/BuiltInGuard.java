package org.metricbay.host;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.metricbay.core.deploy.internal.Deed;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleException;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.framework.wiring.FrameworkWiring;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the agent's own bundles installed and running. Nothing can prevent the shell or a plugin
 * from stopping, updating or uninstalling one, but this undoes it at once and logs who did it. It
 * has no thread of its own: the one that it notifies has the bundle mended.
 */
final class BuiltInGuard implements SynchronousBundleListener {
  private static final Logger LOG = LoggerFactory.getLogger("metricbay");
  private static final long REFRESH_LIMIT_SECONDS = 60;

  /** A bundle that cannot be started may lack another that did not exist yet. */
  private static final int ROUNDS = 3;

  /** Who wants to know what is done to the agent's own bundles. */
  interface Witness {
    /** Somebody did that: a plugin, if it was one's code. */
    void did(Optional<Bundle> plugin, String what);

    /** There is something to {@linkplain #mend mend}, by another thread than the calling one. */
    void isNeeded();
  }

  private static final Witness NOBODY =
      new Witness() {
        @Override
        public void did(Optional<Bundle> plugin, String what) {}

        @Override
        public void isNeeded() {}
      };

  private final Bundle framework;
  private volatile Witness witness = NOBODY;
  private final List<String> locations;
  private final Set<String> held;

  /** Whose stops are meant. */
  private volatile @Nullable Thread mender;

  /** How often something has happened that is not mended yet. */
  private final AtomicInteger happened = new AtomicInteger();

  /**
   * Guards nothing before it is added as a listener.
   *
   * @param locations those of the agent's own bundles, in the order of starting
   * @param held those of them whose users hold on to what they had from them before a stop, and so
   *     have to be restarted with them
   */
  BuiltInGuard(Bundle framework, List<String> locations, Set<String> held) {
    this.framework = framework;
    this.locations = List.copyOf(locations);
    this.held = Set.copyOf(held);
  }

  void tellTo(Witness other) {
    witness = other;
  }

  /** Restarts one, as a thread of it has died. */
  void restart(String symbolicName) {
    locations.stream()
        .flatMap(location -> Stream.ofNullable(context().getBundle(location)))
        .filter(bundle -> symbolicName.equals(bundle.getSymbolicName()))
        .forEach(this::restart);
  }

  private void restart(Bundle bundle) {
    LOG.error("a thread of {} has died; it is started again", bundle.getSymbolicName());
    mender = Thread.currentThread();
    try {
      bundle.stop(Bundle.STOP_TRANSIENT);
    } catch (BundleException | RuntimeException e) {
      LOG.error("{} does not stop: {}", bundle.getSymbolicName(), e.toString());
    } finally {
      mender = null;
    }
  }

  @Override
  public void bundleChanged(BundleEvent event) {
    boolean ends =
        switch (event.getType()) {
          case BundleEvent.STOPPED, BundleEvent.UPDATED, BundleEvent.UNINSTALLED -> true;
          default -> false;
        };
    if (ends && isBuiltIn(event.getBundle()) && frameworkRuns()) {
      if (!Thread.currentThread().equals(mender)) {
        tell(event);
      }
      happened.incrementAndGet();
      witness.isNeeded();
    }
  }

  private boolean isBuiltIn(Bundle bundle) {
    return locations.contains(bundle.getLocation());
  }

  private boolean frameworkRuns() {
    return framework.getState() == Bundle.ACTIVE;
  }

  /** Says once what was done, and nothing of what the framework does on the way to it. */
  private void tell(BundleEvent event) {
    Deed deed = Deed.now(bundle -> bundle.getBundleId() != 0 && !isBuiltIn(bundle));
    String what =
        switch (event.getType()) {
          case BundleEvent.STOPPED -> deed.kind() == Deed.Kind.STOP ? "stopped" : "";
          case BundleEvent.UPDATED -> "updated";
          default -> "uninstalled";
        };
    if (!what.isEmpty()) {
      Bundle bundle = event.getBundle();
      witness.did(deed.plugin(), what + " the agent's own bundle " + bundle.getSymbolicName());
      LOG.warn(
          "bundle {} ({}) was {} by {}; the agent needs it, and runs it again ('stop 0' ends the"
              + " agent)",
          bundle.getBundleId(),
          bundle.getSymbolicName(),
          what,
          deed.plugin()
              .map(plugin -> "the code of " + plugin.getSymbolicName() + " " + plugin.getVersion())
              .orElse("hand"));
    }
  }

  /** Undoes what has happened, as far as it can be undone; returns whether there was anything. */
  boolean mend() {
    int seen = happened.get();
    if (seen > 0) {
      mendAll();
      happened.addAndGet(-seen);
    }
    return seen > 0;
  }

  private void mendAll() {
    for (int round = 1; round <= ROUNDS && frameworkRuns(); round++) {
      boolean last = round == ROUNDS;
      refresh(List.of()); // What the framework is about to do comes first.
      locations.forEach(location -> reinstall(location, last));
      refresh(replaced());
      List<Bundle> stoppedAndHeld = held.stream().flatMap(this::stopped).toList();
      List<String> failed =
          locations.stream().filter(location -> !isStarted(location, last)).toList();
      if (!stoppedAndHeld.isEmpty()) {
        refresh(stoppedAndHeld);
      }
      if (failed.isEmpty()) {
        return;
      }
    }
  }

  private Stream<Bundle> stopped(String location) {
    return Stream.ofNullable(context().getBundle(location))
        .filter(bundle -> bundle.getState() != Bundle.ACTIVE);
  }

  private BundleContext context() {
    return framework.getBundleContext();
  }

  private void reinstall(String location, boolean last) {
    try {
      if (context().getBundle(location) == null) {
        context().installBundle(location);
      }
    } catch (BundleException | IllegalStateException e) {
      report(location, "installed", last, e);
    }
  }

  private boolean isStarted(String location, boolean last) {
    Bundle bundle = context().getBundle(location);
    if (bundle == null) {
      return false;
    }
    try {
      if (bundle.getState() != Bundle.ACTIVE) {
        bundle.start();
      }
      return true;
    } catch (BundleException | IllegalStateException e) {
      report(location, "started", last, e);
      return false;
    }
  }

  private void report(String location, String what, boolean last, Exception problem) {
    if (last && frameworkRuns()) {
      LOG.error("{} cannot be {} again: restart the agent: {}", location, what, problem.toString());
    }
  }

  /** Those that others use in a form that is gone. */
  private List<Bundle> replaced() {
    try {
      return wiring().getRemovalPendingBundles().stream().filter(this::isBuiltIn).toList();
    } catch (IllegalStateException e) {
      return List.of(); // The framework is at it.
    }
  }

  private FrameworkWiring wiring() {
    return framework.adapt(FrameworkWiring.class);
  }

  /** Has the framework do so after all that it was asked before, and waits. */
  private void refresh(Collection<Bundle> bundles) {
    CountDownLatch done = new CountDownLatch(1);
    try {
      wiring().refreshBundles(bundles, event -> done.countDown());
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(REFRESH_LIMIT_SECONDS);
      while (!isOver(done) && frameworkRuns()) {
        if (System.nanoTime() > end) {
          LOG.warn("the framework is slow to refresh {}", bundles);
          return;
        }
      }
    } catch (IllegalStateException e) {
      // The framework is ending.
    }
  }

  /** Waits for a moment, whoever interrupts it. */
  private static boolean isOver(CountDownLatch latch) {
    try {
      return latch.await(1, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      return false; // Nobody may; a plugin does.
    }
  }
}
