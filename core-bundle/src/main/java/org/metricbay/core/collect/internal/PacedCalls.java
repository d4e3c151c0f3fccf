package org.metricbay.core.collect.internal;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Calls those live collectors that want to be called beside the scrapes, each at its own pace.
 * Nothing of it runs while there are none. For use by any thread.
 */
final class PacedCalls {
  /** Has a thing done after a time, soon and by another thread. */
  @FunctionalInterface
  interface Clock {
    void after(Duration time, Runnable what);
  }

  private final Clock clock;
  private final BiConsumer<Plugin, Runnable> caller;
  private final Set<Plugin> known = new HashSet<>();

  /**
   * Calls none yet.
   *
   * @param caller begins a call, and runs what it is given at its end
   */
  PacedCalls(Clock clock, BiConsumer<Plugin, Runnable> caller) {
    this.clock = clock;
    this.caller = caller;
  }

  /** The live collectors are now these. */
  synchronized void live(List<Plugin> plugins) {
    known.removeIf(plugin -> !plugins.contains(plugin));
    for (Plugin plugin : plugins) {
      if (plugin.pace().isBesideScrapes() && known.add(plugin)) {
        // One that was on trial has just been called.
        boolean hasAnswered = plugin.last().get().isPresent();
        callAfter(hasAnswered ? interval(plugin) : Duration.ZERO, plugin);
      }
    }
  }

  private static Duration interval(Plugin plugin) {
    return plugin.pace().interval().orElse(Duration.ZERO);
  }

  private synchronized boolean isKnown(Plugin plugin) {
    return known.contains(plugin);
  }

  private void callAfter(Duration time, Plugin plugin) {
    // The clock keeps nothing of a plugin that goes meanwhile.
    WeakReference<Plugin> reference = new WeakReference<>(plugin);
    clock.after(
        time,
        () -> {
          Plugin still = reference.get();
          if (still != null && isKnown(still)) {
            call(still);
          }
        });
  }

  private void call(Plugin plugin) {
    long begun = System.nanoTime();
    if (plugin.last().isFrozen() || plugin.hungRun() != null) {
      goOn(plugin, begun);
      return;
    }
    try {
      caller.accept(plugin, () -> goOn(plugin, begun));
    } catch (RuntimeException | OutOfMemoryError e) {
      goOn(plugin, begun); // The next one may be better off.
      throw e;
    }
  }

  /** The next call is due an interval after the last one began, or at once if that took longer. */
  private void goOn(Plugin plugin, long begun) {
    Duration left = interval(plugin).minusNanos(System.nanoTime() - begun);
    callAfter(left.isNegative() ? Duration.ZERO : left, plugin);
  }
}
