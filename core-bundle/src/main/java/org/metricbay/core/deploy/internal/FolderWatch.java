package org.metricbay.core.deploy.internal;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.concurrent.TimeUnit;
import org.metricbay.core.thread.LastingThread;

/**
 * Tells at once, where the system can (inotify), that something in the folder has changed. It may
 * miss changes; FileInstall's poll finds those.
 */
final class FolderWatch implements AutoCloseable {
  private final Path folder;
  private final Runnable changed;
  private final WatchService service;
  private final LastingThread thread = new LastingThread("metricbay-watch", this::watch);

  FolderWatch(Path folder, Runnable changed) throws IOException {
    this.folder = folder;
    this.changed = changed;
    this.service = folder.getFileSystem().newWatchService();
  }

  void start() {
    thread.start();
  }

  private void watch() throws InterruptedException {
    try {
      register();
      changed.run();
      while (awaitChange()) {
        changed.run();
      }
    } catch (IOException e) {
      // The folder is not there; it may come back.
      service.poll(1, TimeUnit.SECONDS);
    } catch (ClosedWatchServiceException e) {
      thread.close();
    }
  }

  private void register() throws IOException {
    folder.register(
        service,
        StandardWatchEventKinds.ENTRY_CREATE,
        StandardWatchEventKinds.ENTRY_MODIFY,
        StandardWatchEventKinds.ENTRY_DELETE);
  }

  /** Waits for a change; false if the folder itself has gone. */
  private boolean awaitChange() throws InterruptedException {
    WatchKey key = service.take();
    key.pollEvents();
    return key.reset();
  }

  @Override
  public void close() throws IOException {
    thread.close();
    service.close();
  }
}
