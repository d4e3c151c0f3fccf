package org.metricbay.core.deploy.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Those who wait until nothing is left to do. For use by the deployer's thread. */
final class Settling {
  private final CompletableFuture<Void> first = new CompletableFuture<>();
  private final List<CompletableFuture<Void>> waiting = new ArrayList<>();
  private boolean postponed;

  /** Completes the first time. May be asked by any thread. */
  CompletableFuture<Void> first() {
    return first;
  }

  /** Completes the next time. */
  CompletableFuture<Void> next() {
    CompletableFuture<Void> next = new CompletableFuture<>();
    waiting.add(next);
    return next;
  }

  /** A file has changed since it was looked at, and is looked at again soon. */
  void postpone() {
    postponed = true;
  }

  /** The folder is looked at. */
  void resume() {
    postponed = false;
  }

  boolean isPostponed() {
    return postponed;
  }

  /** Nothing is left to do. */
  void settled() {
    first.complete(null);
    List<CompletableFuture<Void>> told = List.copyOf(waiting);
    waiting.clear();
    told.forEach(future -> future.complete(null));
  }
}
