package org.metricbay.core.deploy.internal;

import java.util.Optional;
import java.util.function.Consumer;
import org.osgi.framework.Bundle;

/** What an operator does to plugins' bundles in the shell. Belongs to the reconciler's thread. */
final class ByHand {
  private final Running running;
  private final StoppedByHand stopped;
  private final PluginBundles bundles;
  private final Retirements retirements;
  private final DeployLog log;

  /** Told the symbolic name of which something else is wanted now. */
  private final Consumer<String> changed;

  /** What was last seen to stop by hand; an update or uninstall that follows was the reason. */
  private Optional<Generation> lastStopped = Optional.empty();

  ByHand(
      Running running,
      StoppedByHand stopped,
      PluginBundles bundles,
      Retirements retirements,
      DeployLog log,
      Consumer<String> changed) {
    this.running = running;
    this.stopped = stopped;
    this.bundles = bundles;
    this.retirements = retirements;
    this.log = log;
    this.changed = changed;
  }

  /** A stop or start. */
  void changed(Bundle bundle, boolean stop) {
    running.of(bundle).ifPresent(generation -> changed(generation, stop));
  }

  private void changed(Generation generation, boolean stop) {
    String name = generation.artifact().symbolicName();
    if (stop != stopped.contains(name) && !generation.isGone()) {
      stopped.set(name, stop);
      lastStopped = stop ? Optional.of(generation) : Optional.empty();
      log.stoppedByHand(generation, stop);
      changed.accept(name);
    }
  }

  /**
   * An update or uninstall: what runs is no longer what we installed. Both stop a running bundle
   * first, which does not mean that it is to stay stopped.
   */
  void altered(Bundle bundle) {
    lastStopped
        .filter(generation -> generation.bundle().equals(bundle))
        .ifPresent(generation -> stopped.set(generation.artifact().symbolicName(), false));
    running.of(bundle).ifPresent(this::letGo);
    changed.accept(bundle.getSymbolicName());
  }

  private void letGo(Generation altered) {
    running.remove(altered.artifact().symbolicName());
    bundles.gate().retire(altered.bundle());
    retirements.add(altered.bundle());
  }
}
