package org.metricbay.core.deploy.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Those who wait until nothing is left to do. For use by the deployer's thread. */
final class Settling {
  private final CompletableFuture<Void> first = new CompletableFuture<>();
  private final List<CompletableFuture<Void>> waiting = new ArrayList<>();

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

  /** Nothing is left to do. */
  void settled() {
    first.complete(null);
    List<CompletableFuture<Void>> told = List.copyOf(waiting);
    waiting.clear();
    told.forEach(future -> future.complete(null));
  }
}
