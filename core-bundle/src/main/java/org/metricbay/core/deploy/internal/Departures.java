package org.metricbay.core.deploy.internal;

import java.util.Optional;
import org.osgi.framework.Bundle;

/** Sees bundles off that are not to run any more. For use by one thread. */
final class Departures {
  private final Running running;
  private final Retirements retirements;
  private final PluginBundles bundles;
  private final LeftOpen leftOpen;
  private final DeployLog log;

  /**
   * Sees off none yet.
   *
   * @param retirements those that are on their way
   * @param leftOpen what they may have left open
   */
  Departures(
      Running running,
      Retirements retirements,
      PluginBundles bundles,
      LeftOpen leftOpen,
      DeployLog log) {
    this.running = running;
    this.retirements = retirements;
    this.bundles = bundles;
    this.leftOpen = leftOpen;
    this.log = log;
  }

  /** Whether all are gone, or not waited for any more. */
  boolean isOver() {
    return retirements.isEmpty();
  }

  /** Gets back what those that are gone have left open, if that is needed. */
  void look() {
    if (isOver()) {
      leftOpen.look(bundles.removals().leftBehind().loadersNotCollected());
    }
  }

  /** One goes that does not count as running. */
  void retire(Bundle bundle) {
    retirements.add(bundle);
  }

  /** What was in the slot goes; returns it if nothing of its symbolic name is left. */
  Optional<Generation> remove(String slot) {
    Optional<Generation> gone = running.remove(slot);
    gone.ifPresent(
        generation -> {
          leftOpen.removed();
          retirements.add(generation.bundle());
        });
    forgetStandIn(slot);
    Optional<Generation> last =
        gone.filter(it -> running.named(it.artifact().symbolicName()).isEmpty());
    last.ifPresent(log::removed);
    return last;
  }

  void forgetStandIn(String slot) {
    running.removeStandIn(slot).ifPresent(bundles.gate()::forget);
  }

  /** Another has taken its place. */
  void replaced(Generation former) {
    leftOpen.removed();
    if (former.isGone()) {
      bundles.gate().forget(former.bundle());
    } else {
      retirements.add(former.bundle());
    }
  }

  /** What was installed by hand goes, as nothing in the folder says that it should be there. */
  void removeStrangers() {
    for (Bundle stranger : bundles.owners().strangers()) {
      log.stranger(stranger);
      retirements.add(stranger);
    }
  }

  /** What plugins have installed that are gone. */
  void removeOrphans() {
    bundles.owners().children().orphans().forEach(retirements::add);
  }
}
