package org.metricbay.core.deploy.internal;

import java.util.Optional;
import java.util.function.Consumer;
import org.osgi.framework.Bundle;

/**
 * What others do to plugins' bundles. Only a stop or start that somebody asks for just this plugin
 * counts; what a plugin does, or the framework on the way to something else, is undone. Belongs to
 * the reconciler's thread, but for {@link #note}.
 */
final class ByHand {
  private final Running running;
  private final StoppedByHand stopped;
  private final DeployLog log;

  /** Told the symbolic name of which something else is wanted now. */
  private final Consumer<String> changed;

  ByHand(Running running, StoppedByHand stopped, DeployLog log, Consumer<String> changed) {
    this.running = running;
    this.stopped = stopped;
    this.log = log;
    this.changed = changed;
  }

  /**
   * A plugin's bundle has just stopped or started. If somebody means that, it is noted before
   * anything else happens to the bundle, as who notes it may be stopped next. For use by any
   * thread.
   *
   * @return whether something else is wanted now than before
   */
  boolean note(Bundle bundle, Deed deed, boolean stop) {
    return deed.isMeant()
        && deed.kind() == (stop ? Deed.Kind.STOP : Deed.Kind.START)
        && stopped.set(String.valueOf(bundle.getSymbolicName()), stop);
  }

  /** What was noted takes effect. */
  void noted(Bundle bundle, boolean stop) {
    log.stoppedByHand(bundle, running.of(bundle), stop);
    changed.accept(String.valueOf(bundle.getSymbolicName()));
  }

  /** A plugin's bundle has stopped or started, and nobody means it. */
  void unasked(Bundle bundle, Deed deed, boolean stop) {
    if (!deed.isMeant() && deed.kind() == (stop ? Deed.Kind.STOP : Deed.Kind.START)) {
      running.of(bundle).ifPresent(generation -> isToBeUndone(generation, deed, stop));
    }
  }

  private void isToBeUndone(Generation generation, Deed deed, boolean stop) {
    String name = generation.artifact().symbolicName();
    if (stop != stopped.contains(name) && !generation.isGone()) {
      running.put(generation.altered());
      deed.plugin().ifPresent(plugin -> log.stoppedByPlugin(generation, stop, plugin));
      changed.accept(name);
    }
  }

  /** An update or uninstall: what runs, if anything does, is no longer what we installed. */
  void altered(Bundle bundle) {
    Optional<Generation> generation = running.of(bundle);
    generation.ifPresent(
        altered -> {
          running.put(altered.altered());
          changed.accept(altered.artifact().symbolicName());
        });
  }
}
