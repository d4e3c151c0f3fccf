package org.metricbay.platform;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Supplier;

/**
 * Runs code on a thread that has inherited nothing from the caller. A library that starts threads
 * of its own when it is loaded (JNA does) would otherwise give them the context class loader and
 * the access control context of the plugin that happened to call first, and keep its classes for
 * ever.
 */
final class HostThread {
  private HostThread() {}

  /** Waits for the result, also when interrupted. */
  static <T> T call(Supplier<T> code) {
    CompletableFuture<T> result = new CompletableFuture<>();
    // Not supplyAsync: with one worker it makes a plain thread, which does inherit.
    ForkJoinPool.commonPool()
        .execute(
            () -> {
              try {
                result.complete(code.get());
              } catch (RuntimeException | Error e) {
                result.completeExceptionally(e);
              }
            });
    return result.join();
  }
}
