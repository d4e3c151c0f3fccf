package org.metricbay.core.deploy.internal;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.time.Duration;
import org.metricbay.core.config.FolderChanges;

/**
 * Tells at once, where the system can (inotify), that something in the folder has changed. It may
 * miss changes; the look every few seconds finds those.
 */
final class FolderWatch implements AutoCloseable {
  /** When it is looked whether the folder is still the one that is watched. */
  private static final Duration CHECK_EVERY = Duration.ofSeconds(5);

  private final Runnable changed;
  private final FolderChanges changes;
  private final Thread thread;

  FolderWatch(Path folder, Runnable changed) {
    this.changed = changed;
    this.changes = new FolderChanges(folder);
    this.thread = PluginBundles.thread("watch", this::watch);
  }

  void start() {
    thread.start();
  }

  private void watch() {
    try {
      while (true) {
        if (changes.await(CHECK_EVERY)) {
          changed.run();
        }
      }
    } catch (InterruptedException | ClosedWatchServiceException e) {
      // Closed.
    }
  }

  @Override
  public void close() throws IOException {
    thread.interrupt();
    changes.close();
  }
}
