package org.metricbay.core.collect.internal;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.metricbay.api.CarriedState;
import org.metricbay.api.StateCarrier;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.BundleWiring;

/**
 * One {@link StateCarrier}. It is called by the engine's workers only; its object is kept until it
 * is let go, as its last call comes when the service has gone already. For use by any thread.
 */
final class Carrier {
  /** How long one call may take. */
  static final Duration LIMIT = Duration.ofSeconds(1);

  /** What is thrown holds nothing of the plugin's. */
  static final class FailedException extends Exception {
    private static final long serialVersionUID = 1L;

    FailedException(String message) {
      super(message);
    }
  }

  /** Something that is done with the service. */
  @FunctionalInterface
  private interface Call<T> {
    T on(StateCarrier carrier) throws Exception;
  }

  private final BundleContext context;
  private final ServiceReference<StateCarrier> reference;
  private final Bundle bundle;
  private final String name;
  private final Executor workers;
  private boolean underWay;
  private boolean hangs;
  private String told = "";
  private volatile @Nullable StateCarrier service;
  private volatile boolean gone;
  private volatile boolean refused;

  Carrier(
      BundleContext context,
      ServiceReference<StateCarrier> reference,
      Bundle bundle,
      Executor workers) {
    this.context = context;
    this.reference = reference;
    this.bundle = bundle;
    this.workers = workers;
    this.name = nameOf(reference);
  }

  /** Its collector's; empty if it has none. */
  static String nameOf(ServiceReference<?> reference) {
    return Identity.of(reference).map(Identity::name).orElse("");
  }

  String name() {
    return name;
  }

  /** As a sentence begins. */
  String label() {
    String of = bundle.getSymbolicName() + " " + bundle.getVersion();
    return name.isEmpty() ? of : of + " (" + name + ")";
  }

  /** Whether its service has gone; it can be asked all the same. */
  boolean isGone() {
    return reference.getBundle() == null;
  }

  /** Whether its object is kept. */
  boolean isHeld() {
    return service != null;
  }

  /** Whether it has said that it cannot use what those before have left. */
  boolean hasRefused() {
    return refused;
  }

  void refuses() {
    refused = true;
  }

  /** Whether its state could be had when it was asked last, or not for another reason. */
  synchronized boolean isNews(FailedException why) {
    boolean news = !String.valueOf(why.getMessage()).equals(told);
    told = String.valueOf(why.getMessage());
    return news;
  }

  private synchronized byte[] saved(byte[] state) {
    told = "";
    return state;
  }

  /** Begins to ask it for its state. */
  Future<byte[]> save() {
    return begin(
        carrier ->
            saved(StateFormat.encode(Objects.requireNonNull(carrier.save(), "save() gave null"))));
  }

  /** Begins to give it a state, which is what comes of it. */
  Future<byte[]> restore(byte[] state) {
    return begin(
        carrier -> {
          CarriedState decoded = StateFormat.decode(state);
          try {
            carrier.restore(decoded);
          } catch (Throwable problem) {
            throw new FailedException(
                "state of version " + decoded.version() + ": " + Problems.describe(problem));
          }
          return state;
        });
  }

  /**
   * Begins to give it what one has counted that is not to run.
   *
   * @param given nothing if that has taken nothing
   */
  Future<Boolean> takeBack(Optional<byte[]> given, byte[] returned) {
    return begin(
        carrier -> {
          CarriedState state = StateFormat.decode(returned);
          CarriedState base =
              given.isPresent()
                  ? StateFormat.decode(given.get())
                  : new CarriedState(state.version(), Map.of());
          carrier.takeBack(base, state);
          return true;
        });
  }

  private <T> Future<T> begin(Call<T> call) {
    FutureTask<T> task = new FutureTask<>(() -> run(call));
    try {
      workers.execute(task);
    } catch (RejectedExecutionException | OutOfMemoryError e) {
      task.cancel(false); // No thread is to be had; whoever waits is told at once.
    }
    return task;
  }

  private <T> T run(Call<T> call) throws FailedException {
    awaitTurn();
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try {
      BundleWiring wiring = bundle.adapt(BundleWiring.class);
      thread.setContextClassLoader(wiring == null ? null : wiring.getClassLoader());
      return call.on(service());
    } catch (FailedException told) {
      throw told;
    } catch (Throwable problem) {
      throw new FailedException(Problems.describe(problem));
    } finally {
      thread.setContextClassLoader(before);
      leave();
    }
  }

  /**
   * For a call at most, as whoever wants this waits no longer; one that hangs is not waited for.
   */
  private synchronized void awaitTurn() throws FailedException {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    try {
      long left = LIMIT.toNanos();
      while (underWay && !hangs && left > 0) {
        TimeUnit.NANOSECONDS.timedWait(this, left);
        left = deadline - System.nanoTime();
      }
    } catch (InterruptedException e) {
      throw new FailedException("it was not waited for any longer");
    }
    if (underWay) {
      throw new FailedException("it has not come back from an earlier call");
    }
    underWay = true;
  }

  private synchronized void leave() {
    underWay = false;
    hangs = false;
    notifyAll();
  }

  /** Whoever has called it waits no more; what comes meanwhile is refused until it returns. */
  synchronized void tookTooLong() {
    hangs = underWay;
    notifyAll();
  }

  /** Making it may be the plugin's own code, and hang; so no lock is held. */
  private StateCarrier service() {
    StateCarrier known = service;
    if (known != null) {
      return known;
    }
    StateCarrier got = gone ? null : context.getService(reference);
    if (got == null) {
      throw new IllegalStateException("its service is gone or could not be made");
    }
    service = gone ? null : got;
    return got;
  }

  /** Keeps nothing of it any more. */
  void letGo() {
    gone = true;
    if (service != null) {
      service = null;
      try {
        context.ungetService(reference);
      } catch (IllegalStateException e) {
        // The engine ends, and has let go of it by that.
      }
    }
  }
}
