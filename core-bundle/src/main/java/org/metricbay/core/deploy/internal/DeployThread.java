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

  /** Fails when this is closed. */
  private final CompletableFuture<Void> end = new CompletableFuture<>();

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

  /** Fails, and says why, when this is closed; before, it is never done. */
  CompletableFuture<Void> end() {
    return end;
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

  private Runnable guarded(Runnable work) {
    return () -> {
      try {
        work.run();
      } catch (RuntimeException | Error e) {
        if (end.isDone()) {
          return; // It was interrupted.
        }
        LOG.error("deployment failed; it is tried again at the next change", e);
      }
    };
  }

  @Override
  public void close() {
    end.completeExceptionally(
        new IllegalStateException("the deployer was stopped meanwhile: try again in a moment"));
    executor.shutdownNow();
  }
}
