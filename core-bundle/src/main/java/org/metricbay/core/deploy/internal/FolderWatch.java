package org.metricbay.core.deploy.internal;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.time.Duration;
import org.metricbay.core.config.FolderChanges;
import org.metricbay.core.thread.LastingThread;

/**
 * Tells at once, where the system can (inotify), that something in the folder has changed. It may
 * miss changes; the look every few seconds finds those.
 */
final class FolderWatch implements AutoCloseable {
  /** When it is looked whether the folder is still the one that is watched. */
  private static final Duration CHECK_EVERY = Duration.ofSeconds(5);

  private final Runnable changed;
  private final FolderChanges changes;
  private final LastingThread thread = new LastingThread("metricbay-watch", this::watch);

  FolderWatch(Path folder, Runnable changed) {
    this.changed = changed;
    this.changes = new FolderChanges(folder);
  }

  void start() {
    thread.start();
  }

  private void watch() throws InterruptedException {
    try {
      if (changes.await(CHECK_EVERY)) {
        changed.run();
      }
    } catch (ClosedWatchServiceException e) {
      thread.close();
    }
  }

  @Override
  public void close() throws IOException {
    thread.close();
    changes.close();
  }
}
