package org.metricbay.core.config;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for changes in a folder, which need not be there yet. A convenience: where the system has
 * no watch left for us, as all of the user's inotify instances are taken, it waits the time out,
 * says so once, and takes the watch when there is one. For use by one thread but to close.
 */
public final class FolderChanges implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger("metricbay.watch");

  /** Opens what the system watches with. */
  @FunctionalInterface
  interface Watches {
    WatchService open() throws IOException;
  }

  private final Path folder;
  private final Watches watches;
  private final CountDownLatch closed = new CountDownLatch(1);
  private @Nullable WatchService service;
  private @Nullable WatchKey key;
  private @Nullable Object watched;
  private boolean told;

  /** Watches nothing yet. */
  public FolderChanges(Path folder) {
    this(folder, folder.getFileSystem()::newWatchService);
  }

  FolderChanges(Path folder, Watches watches) {
    this.folder = folder;
    this.watches = watches;
  }

  /**
   * Waits until something may have changed, or the time is over.
   *
   * @return whether something may have changed
   * @throws ClosedWatchServiceException if this was closed
   */
  public boolean await(Duration limit) throws InterruptedException {
    WatchService open = service();
    if (open == null) {
      return awaitBlindly(limit);
    }
    if (key != null && !Objects.equals(watched, identity())) {
      // It was moved away, or another has come in its place.
      key.cancel();
    }
    if (!isWatching() && register(open)) {
      // It has come, with files in it perhaps.
      return true;
    }
    WatchKey changed = open.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
    if (changed == null) {
      return false;
    }
    changed.pollEvents();
    boolean unused = changed.reset();
    return true;
  }

  private boolean awaitBlindly(Duration limit) throws InterruptedException {
    if (closed.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new ClosedWatchServiceException();
    }
    return true;
  }

  /** Null as long as the system has none. */
  private synchronized @Nullable WatchService service() {
    if (service != null) {
      return service;
    }
    if (closed.getCount() == 0) {
      throw new ClosedWatchServiceException();
    }
    try {
      if (told) {
        // Each watch needs a thread, for lack of which the JDK would leave its files open.
        Thread probe = new Thread(null, () -> {}, "metricbay-watch-probe", 0, false);
        probe.setDaemon(true);
        probe.start();
      }
      service = watches.open();
      tell(true, "");
    } catch (IOException | OutOfMemoryError e) {
      tell(false, String.valueOf(e.getMessage()));
    }
    return service;
  }

  private boolean isWatching() {
    return key != null && key.isValid();
  }

  private boolean register(WatchService open) {
    try {
      watched = identity();
      key =
          folder.register(
              open,
              StandardWatchEventKinds.ENTRY_CREATE,
              StandardWatchEventKinds.ENTRY_MODIFY,
              StandardWatchEventKinds.ENTRY_DELETE);
      tell(true, "");
      return true;
    } catch (IOException e) {
      // It is not there, or there is no watch left for it.
      if (Files.isDirectory(folder)) {
        tell(false, String.valueOf(e.getMessage()));
      }
      return false;
    }
  }

  private void tell(boolean possible, String problem) {
    if (possible && told) {
      LOG.info("{} is watched again; changes are seen at once", folder);
    } else if (!possible && !told) {
      LOG.warn(
          "{} cannot be watched ({}); it is looked at every few seconds until it can: raise"
              + " fs.inotify.max_user_instances or max_user_watches if other programs use them up",
          folder,
          problem);
    }
    told = !possible;
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
  public synchronized void close() throws IOException {
    closed.countDown();
    if (service != null) {
      service.close();
    }
  }
}
