package org.metricbay.core.deploy.internal;

import java.lang.ref.WeakReference;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What removed bundles leave behind: threads, and classes in memory. For use by any thread. */
final class LeftBehind {
  private static final Logger LOG = LoggerFactory.getLogger("metricbay.deploy");

  private final List<WeakReference<ClassLoader>> loaders = new CopyOnWriteArrayList<>();

  /** Looks what a bundle has left that is gone, and tells of it. */
  void look(Bundle gone, ClassLoader loader) {
    tellOfThreads(gone, loader);
    LastRecord.forget();
    loaders.add(new WeakReference<>(loader));
  }

  private static void tellOfThreads(Bundle gone, ClassLoader loader) {
    String threads =
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread != Thread.currentThread())
            .filter(
                thread ->
                    thread.getContextClassLoader() == loader
                        || thread.getClass().getClassLoader() == loader)
            .map(Thread::getName)
            .sorted()
            .collect(Collectors.joining(", "));
    if (!threads.isEmpty()) {
      LOG.warn(
          "{} is gone but left threads running: {}; end them in the plugin's @Deactivate",
          PluginBundles.label(gone),
          threads);
    }
  }

  /** How many class loaders of removed bundles are still in memory; falls with the next GC. */
  int loadersNotCollected() {
    loaders.removeIf(reference -> reference.get() == null);
    return loaders.size();
  }
}
