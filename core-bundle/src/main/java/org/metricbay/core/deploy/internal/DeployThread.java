package org.metricbay.core.deploy.internal;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that the reconciler's state belongs to. Work given to it is done in order; a fault
 * in it is logged and ends nothing.
 */
final class DeployThread implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger("metricbay.deploy");

  private final ScheduledThreadPoolExecutor executor =
      new ScheduledThreadPoolExecutor(
          1,
          task -> PluginBundles.thread("reconcile", task),
          (task, stopped) -> {
            // The agent is ending; nothing is deployed any more.
          });

  DeployThread() {
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    executor.setRemoveOnCancelPolicy(true);
  }

  void execute(Runnable work) {
    executor.execute(guarded(work));
  }

  /** Does it when the delay has passed, unless the returned future is cancelled before. */
  Future<?> after(Duration delay, Runnable work) {
    return executor.schedule(guarded(work), delay.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Does it now, and again each time the delay has passed since it was done. */
  void every(Duration delay, Runnable work) {
    Future<?> unused =
        executor.scheduleWithFixedDelay(guarded(work), 0, delay.toMillis(), TimeUnit.MILLISECONDS);
  }

  <T> CompletableFuture<T> call(Callable<T> work) {
    CompletableFuture<T> result = new CompletableFuture<>();
    executor.execute(
        () -> {
          try {
            result.complete(work.call());
          } catch (Exception | Error e) {
            result.completeExceptionally(e);
          }
        });
    return result;
  }

  private static Runnable guarded(Runnable work) {
    return () -> {
      try {
        work.run();
      } catch (RuntimeException | Error e) {
        LOG.error("deployment failed; it is tried again at the next change", e);
      }
    };
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
