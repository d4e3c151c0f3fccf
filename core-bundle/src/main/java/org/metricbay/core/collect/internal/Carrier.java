package org.metricbay.core.collect.internal;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
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
  private final AtomicBoolean busy = new AtomicBoolean();
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

  /** Whether it has said that it cannot use what those before have left. */
  boolean hasRefused() {
    return refused;
  }

  void refuses() {
    refused = true;
  }

  /** Begins to ask it for its state. */
  Future<byte[]> save() {
    return begin(
        carrier -> StateFormat.encode(Objects.requireNonNull(carrier.save(), "save() gave null")));
  }

  /** Begins to give it a state. */
  Future<Boolean> restore(CarriedState state) {
    return begin(
        carrier -> {
          carrier.restore(state);
          return true;
        });
  }

  /** Begins to give it what one has counted that is not to run. */
  Future<Boolean> takeBack(CarriedState given, CarriedState returned) {
    return begin(
        carrier -> {
          carrier.takeBack(given, returned);
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
    if (!busy.compareAndSet(false, true)) {
      throw new FailedException("it has not come back from an earlier call");
    }
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try {
      BundleWiring wiring = bundle.adapt(BundleWiring.class);
      thread.setContextClassLoader(wiring == null ? null : wiring.getClassLoader());
      return call.on(service());
    } catch (Throwable problem) {
      throw new FailedException(Problems.describe(problem));
    } finally {
      thread.setContextClassLoader(before);
      busy.set(false);
    }
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

  /** A state without values, of the form of another. */
  static CarriedState empty(CarriedState like) {
    return new CarriedState(like.version(), Map.of());
  }
}
