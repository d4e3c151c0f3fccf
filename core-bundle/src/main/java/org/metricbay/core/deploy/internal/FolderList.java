package org.metricbay.core.deploy.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One listing of the folder. It may never end, as on a dead mount; so it is run by Reads. */
final class FolderList implements Runnable {
  private static final Duration FIRST_WAIT = Duration.ofMinutes(1);

  private final Path folder;
  private final FolderScanner.Listing listing;
  private final long begun = System.nanoTime();
  private final Duration wait;
  private volatile boolean ended;
  private volatile Optional<List<Path>> found = Optional.empty();

  private FolderList(Path folder, FolderScanner.Listing listing, Duration wait, boolean ended) {
    this.folder = folder;
    this.listing = listing;
    this.wait = wait;
    this.ended = ended;
  }

  /** None yet. */
  FolderList(Path folder, FolderScanner.Listing listing) {
    this(folder, listing, FIRST_WAIT, true);
  }

  /** The next one. If this one hangs, the one after it has to wait for longer. */
  FolderList again() {
    return new FolderList(folder, listing, ended ? FIRST_WAIT : wait.multipliedBy(2), false);
  }

  @Override
  public void run() {
    try {
      found = Optional.of(listing.of(folder));
    } catch (IOException | RuntimeException | Error e) {
      found = Optional.empty(); // It may be well the next time, memory too.
    } finally {
      ended = true;
    }
  }

  /** Whether a next one would probably not just hang beside this one. */
  boolean mayBegin() {
    return ended || System.nanoTime() - begun > wait.toNanos();
  }

  boolean hangs() {
    return !ended;
  }

  /** The files; empty if they cannot be listed. */
  Optional<List<Path>> found() {
    return found;
  }
}
