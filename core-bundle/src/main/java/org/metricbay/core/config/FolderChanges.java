package org.metricbay.core.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Waits for changes in a folder, which need not be there yet. For use by one thread but to close.
 */
final class FolderChanges implements AutoCloseable {
  private final Path folder;
  private final WatchService service;
  private @Nullable WatchKey key;
  private @Nullable Object watched;

  FolderChanges(Path folder) throws IOException {
    this.folder = folder;
    this.service = folder.getFileSystem().newWatchService();
  }

  /** Waits until something may have changed, or the time is over. */
  void await(Duration limit) throws InterruptedException {
    if (key != null && !Objects.equals(watched, identity())) {
      // It was moved away, or another has come in its place.
      key.cancel();
    }
    if (!isWatching() && register()) {
      // It has come, with files in it perhaps.
      return;
    }
    WatchKey changed = service.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
    if (changed != null) {
      changed.pollEvents();
      boolean unused = changed.reset();
    }
  }

  private boolean isWatching() {
    return key != null && key.isValid();
  }

  private boolean register() {
    try {
      watched = identity();
      key =
          folder.register(
              service,
              StandardWatchEventKinds.ENTRY_CREATE,
              StandardWatchEventKinds.ENTRY_MODIFY,
              StandardWatchEventKinds.ENTRY_DELETE);
      return true;
    } catch (IOException e) {
      // It is not there.
      return false;
    }
  }

  /** Null where there is no folder, or its file system knows of no identity. */
  private @Nullable Object identity() {
    try {
      return Files.readAttributes(folder, BasicFileAttributes.class).fileKey();
    } catch (IOException e) {
      return null;
    }
  }

  @Override
  public void close() throws IOException {
    service.close();
  }
}
