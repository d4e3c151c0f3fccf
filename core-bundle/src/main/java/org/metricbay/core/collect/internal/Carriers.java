package org.metricbay.core.collect.internal;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.metricbay.api.CarriedState;
import org.metricbay.api.StateCarrier;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceListener;
import org.osgi.framework.ServiceReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks bundles for their states, and gives them those of others; as bytes, by the carriers' names.
 * They are looked for only then. Whatever a carrier does costs its own state, and one line in the
 * log. For use by any thread.
 */
public final class Carriers {
  private static final Logger LOG = LoggerFactory.getLogger("metricbay.deploy");

  /** How long one call may take. */
  private static final Duration LIMIT = Duration.ofSeconds(1);

  /** As many as a bundle may have. */
  private static final int MOST = 16;

  private final BundleContext context;
  private final Executor workers;
  private final ServiceListener came = this::changed;
  private final Map<Bundle, Map<String, Carrier>> known = new HashMap<>();

  Carriers(BundleContext context, Executor workers) {
    this.context = context;
    this.workers = workers;
    try {
      context.addServiceListener(came, "(objectClass=" + StateCarrier.class.getName() + ")");
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException("a class has an odd name", e);
    }
  }

  /** Told of services from now on no more. */
  void close() {
    context.removeServiceListener(came);
  }

  /** A component that its configuration has made anew goes on where the one before it was. */
  private void changed(ServiceEvent event) {
    Bundle bundle = event.getServiceReference().getBundle();
    if (event.getType() == ServiceEvent.REGISTERED && isKnown(bundle)) {
      // Elsewhere, as whoever registers it may hold locks that making it needs.
      workers.execute(() -> renew(bundle, Carrier.nameOf(event.getServiceReference())));
    }
  }

  private synchronized boolean isKnown(@Nullable Bundle bundle) {
    return known.containsKey(bundle);
  }

  private void renew(Bundle bundle, String name) {
    Optional<Carrier> former;
    Optional<Carrier> fresh;
    synchronized (this) {
      Map<String, Carrier> carriers = known.getOrDefault(bundle, Map.of());
      former = Optional.ofNullable(carriers.get(name)).filter(Carrier::isGone);
      fresh =
          former.flatMap(
              it ->
                  registered(bundle).stream()
                      .filter(reference -> Carrier.nameOf(reference).equals(name))
                      .map(reference -> new Carrier(context, reference, bundle, workers))
                      .findFirst());
      fresh.ifPresent(it -> carriers.put(name, it));
    }
    if (former.isPresent() && fresh.isPresent()) {
      try {
        boolean unused =
            restore(fresh.get(), await(former.get().save(), System.nanoTime() + LIMIT.toNanos()));
      } catch (Carrier.FailedException e) {
        tellLost(former.get(), e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      former.get().letGo();
    }
  }

  private static void tellLost(Carrier carrier, Carrier.FailedException why) {
    LOG.warn(
        "{}: its state cannot be had: {}; what it had given before stays",
        carrier.label(),
        why.getMessage());
  }

  /** Whether the bundle has any, or had before it was stopped. */
  public boolean hasAny(Bundle bundle) {
    return !of(bundle).isEmpty();
  }

  /** Those that are there now, and those whose services are gone, but which can tell still. */
  private synchronized Collection<Carrier> of(Bundle bundle) {
    Map<String, Carrier> carriers = known.getOrDefault(bundle, Map.of());
    for (ServiceReference<StateCarrier> reference : registered(bundle)) {
      String name = Carrier.nameOf(reference);
      Carrier there = carriers.get(name);
      if (there == null && carriers.size() < MOST) {
        carriers = known.computeIfAbsent(bundle, none -> new LinkedHashMap<>());
        carriers.put(name, new Carrier(context, reference, bundle, workers));
      }
    }
    return List.copyOf(carriers.values());
  }

  private List<ServiceReference<StateCarrier>> registered(Bundle bundle) {
    List<ServiceReference<StateCarrier>> found = new ArrayList<>(0);
    ServiceReference<?>[] all = null;
    try {
      all = bundle.getRegisteredServices();
    } catch (IllegalStateException e) {
      // It was uninstalled.
    }
    for (ServiceReference<?> reference : all == null ? new ServiceReference<?>[0] : all) {
      if (reference.getProperty(Constants.OBJECTCLASS) instanceof String[] types
          && List.of(types).contains(StateCarrier.class.getName())) {
        @SuppressWarnings("unchecked") // It is registered under this name.
        ServiceReference<StateCarrier> carrier = (ServiceReference<StateCarrier>) reference;
        found.add(carrier);
      }
    }
    return found;
  }

  /** The states of a bundle. Those are missing that could not be had. */
  public Map<String, byte[]> save(Bundle bundle) throws InterruptedException {
    return save(List.of(bundle)).getOrDefault(bundle, Map.of());
  }

  /** The states of several bundles, within the time for one call. */
  public Map<Bundle, Map<String, byte[]>> save(Collection<Bundle> bundles)
      throws InterruptedException {
    Map<Bundle, Map<Carrier, Future<byte[]>>> calls = new LinkedHashMap<>();
    for (Bundle bundle : bundles) {
      Map<Carrier, Future<byte[]>> ofOne = new LinkedHashMap<>();
      of(bundle).forEach(carrier -> ofOne.put(carrier, carrier.save()));
      calls.put(bundle, ofOne);
    }
    long deadline = System.nanoTime() + LIMIT.toNanos();
    Map<Bundle, Map<String, byte[]>> all = new HashMap<>();
    for (Map.Entry<Bundle, Map<Carrier, Future<byte[]>>> ofOne : calls.entrySet()) {
      Map<String, byte[]> states = new LinkedHashMap<>();
      for (Map.Entry<Carrier, Future<byte[]>> call : ofOne.getValue().entrySet()) {
        Carrier carrier = call.getKey();
        try {
          states.put(carrier.name(), await(call.getValue(), deadline));
        } catch (Carrier.FailedException e) {
          tellLost(carrier, e);
        }
      }
      all.put(ofOne.getKey(), states);
    }
    return all;
  }

  private static <T> T await(Future<T> call, long deadline)
      throws InterruptedException, Carrier.FailedException {
    try {
      return call.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Carrier.FailedException told
          ? told
          : new Carrier.FailedException("it failed so badly that it cannot be said why");
    } catch (CancellationException e) {
      throw new Carrier.FailedException("there was no thread for it");
    } catch (TimeoutException e) {
      throw new Carrier.FailedException("it did not answer within " + CollectorRun.seconds(LIMIT));
    } finally {
      call.cancel(true);
    }
  }

  /**
   * Gives a bundle what others have left, to each carrier what one of its name has.
   *
   * @return those that were taken
   */
  public Map<String, byte[]> restore(Bundle bundle, Map<String, byte[]> states)
      throws InterruptedException {
    Map<String, byte[]> taken = new HashMap<>();
    for (Carrier carrier : of(bundle)) {
      byte[] state = states.get(carrier.name());
      if (state != null && !carrier.hasRefused() && restore(carrier, state)) {
        taken.put(carrier.name(), state);
      }
    }
    return taken;
  }

  private static boolean restore(Carrier carrier, byte[] bytes) throws InterruptedException {
    String version = "?";
    try {
      CarriedState state = StateFormat.decode(bytes);
      version = Integer.toString(state.version());
      return await(carrier.restore(state), System.nanoTime() + LIMIT.toNanos());
    } catch (IOException | Carrier.FailedException e) {
      carrier.refuses();
      LOG.warn(
          "{}: starts anew, as it cannot use the state of version {} that was left to it: {}",
          carrier.label(),
          version,
          e.getMessage());
      return false;
    }
  }

  /**
   * What a bundle has that was to be live and is not, by the carriers' names.
   *
   * @param given what it has taken of others
   * @param returned what it had when it was stopped
   */
  public record Returned(Map<String, byte[]> given, Map<String, byte[]> returned) {}

  /** Gives a bundle what another has counted that was to be live, and is not. */
  public void takeBack(Bundle bundle, Returned from) throws InterruptedException {
    for (Carrier carrier : of(bundle)) {
      byte[] returned = from.returned().get(carrier.name());
      if (returned != null) {
        takeBack(carrier, Optional.ofNullable(from.given().get(carrier.name())), returned);
      }
    }
  }

  private static void takeBack(Carrier carrier, Optional<byte[]> given, byte[] returned)
      throws InterruptedException {
    try {
      CarriedState state = StateFormat.decode(returned);
      CarriedState base =
          given.isPresent() ? StateFormat.decode(given.get()) : Carrier.empty(state);
      boolean unused = await(carrier.takeBack(base, state), System.nanoTime() + LIMIT.toNanos());
    } catch (IOException | Carrier.FailedException e) {
      LOG.warn(
          "{}: does not take back what the refused version has counted: {}",
          carrier.label(),
          e.getMessage());
    }
  }

  /** Keeps nothing of a bundle any more. */
  public void forget(Bundle bundle) {
    Map<String, Carrier> gone;
    synchronized (this) {
      gone = known.remove(bundle);
    }
    if (gone != null) {
      gone.values().forEach(Carrier::letGo);
    }
  }
}
