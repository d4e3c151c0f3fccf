package org.metricbay.core.deploy.internal;

import java.util.Optional;
import java.util.function.Consumer;
import org.osgi.framework.Bundle;

/**
 * What others do to plugins' bundles. Only a stop or start that somebody asks for just this plugin
 * counts; what a plugin does, or the framework on the way to something else, is undone. Belongs to
 * the reconciler's thread.
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

  /** A plugin's bundle has stopped. */
  void stopped(Bundle bundle, Deed deed) {
    Optional<Generation> generation = running.of(bundle);
    if (deed.kind() == Deed.Kind.STOP && generation.isPresent()) {
      changed(generation.get(), deed, true);
    }
  }

  /** A plugin's bundle has started. */
  void started(Bundle bundle, Deed deed) {
    Optional<Generation> generation = running.of(bundle);
    if (deed.kind() == Deed.Kind.START && generation.isPresent()) {
      changed(generation.get(), deed, false);
    }
  }

  private void changed(Generation generation, Deed deed, boolean stop) {
    String name = generation.artifact().symbolicName();
    // Whoever stops one by hand and uninstalls it at once means the stop still.
    if (stop == stopped.contains(name) || (generation.isGone() && !deed.isMeant())) {
      return;
    }
    if (deed.isMeant()) {
      stopped.set(name, stop);
      log.stoppedByHand(generation, stop);
    } else {
      running.put(generation.altered());
      deed.plugin().ifPresent(plugin -> log.stoppedByPlugin(generation, stop, plugin));
    }
    changed.accept(name);
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
