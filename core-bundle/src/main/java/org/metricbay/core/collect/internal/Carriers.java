package org.metricbay.core.collect.internal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
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

  /** As many as a bundle may have. */
  private static final int MOST = 16;

  private final BundleContext context;
  private final Executor workers;
  private final ServiceListener listener = this::changed;
  private final Map<Bundle, Map<String, Carrier>> known = new HashMap<>();
  private volatile BiConsumer<Bundle, String> came = (bundle, name) -> {};

  Carriers(BundleContext context, Executor workers) {
    this.context = context;
    this.workers = workers;
    try {
      context.addServiceListener(listener, "(objectClass=" + StateCarrier.class.getName() + ")");
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException("a class has an odd name", e);
    }
  }

  /** Told of services from now on no more. */
  void close() {
    context.removeServiceListener(listener);
  }

  /** Tells somebody from now on of carriers that come, by their names. */
  public void whenOneComes(BiConsumer<Bundle, String> told) {
    came = told;
  }

  private void changed(ServiceEvent event) {
    Bundle bundle = event.getServiceReference().getBundle();
    if (event.getType() == ServiceEvent.REGISTERED && bundle != null) {
      String name = Carrier.nameOf(event.getServiceReference());
      // Elsewhere, as whoever registers it may hold locks that making it needs.
      workers.execute(
          () -> {
            renew(bundle, name);
            came.accept(bundle, name);
          });
    }
  }

  /** Whether it was seen to have any. */
  public synchronized boolean knows(Bundle bundle) {
    return known.containsKey(bundle);
  }

  /** The names of those that it has, and which nobody has asked for yet. */
  public synchronized Set<String> newOf(Bundle bundle) {
    Set<String> names = new HashSet<>();
    registered(bundle).forEach(reference -> names.add(Carrier.nameOf(reference)));
    names.removeAll(known.getOrDefault(bundle, Map.of()).keySet());
    return names;
  }

  /** Whether each of its carriers can be asked when the bundle has stopped. */
  public synchronized boolean holdsAll(Bundle bundle) {
    return newOf(bundle).isEmpty()
        && known.getOrDefault(bundle, Map.of()).values().stream().allMatch(Carrier::isHeld);
  }

  /** A component that its configuration has made anew goes on where the one before it was. */
  private void renew(Bundle bundle, String name) {
    Optional<Carrier> former;
    Optional<Carrier> fresh;
    synchronized (this) {
      former =
          Optional.ofNullable(known.getOrDefault(bundle, Map.of()).get(name))
              .filter(Carrier::isGone);
      fresh =
          former.flatMap(
              it ->
                  registered(bundle).stream()
                      .filter(reference -> Carrier.nameOf(reference).equals(name))
                      .map(reference -> new Carrier(context, reference, bundle, workers))
                      .findFirst());
    }
    if (former.isPresent() && fresh.isPresent()) {
      replace(bundle, former.get(), fresh.get());
    }
  }

  /** Until the fresh one has what the former had, it is that which is asked. */
  private void replace(Bundle bundle, Carrier former, Carrier fresh) {
    long deadline = System.nanoTime() + Carrier.LIMIT.toNanos();
    try {
      byte[] state = await(former, former.save(), deadline);
      Optional<byte[]> unused = taken(fresh, fresh.restore(state), deadline);
    } catch (Carrier.FailedException e) {
      tellLost(former, e);
    }
    boolean replaced;
    synchronized (this) {
      replaced = known.getOrDefault(bundle, Map.of()).replace(fresh.name(), former, fresh);
    }
    (replaced ? former : fresh).letGo();
  }

  private static void tellLost(Carrier carrier, Carrier.FailedException why) {
    if (carrier.isNews(why)) {
      LOG.warn(
          "{}: its state cannot be had: {}; what it had given before stays",
          carrier.label(),
          why.getMessage());
    }
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
  public Map<String, byte[]> save(Bundle bundle) {
    return save(List.of(bundle)).getOrDefault(bundle, Map.of());
  }

  /** The states of several bundles, within the time for one call. */
  public Map<Bundle, Map<String, byte[]>> save(Collection<Bundle> bundles) {
    Map<Bundle, Map<Carrier, Future<byte[]>>> calls = new LinkedHashMap<>();
    for (Bundle bundle : bundles) {
      Map<Carrier, Future<byte[]>> ofOne = new LinkedHashMap<>();
      of(bundle).forEach(carrier -> ofOne.put(carrier, carrier.save()));
      calls.put(bundle, ofOne);
    }
    long deadline = System.nanoTime() + Carrier.LIMIT.toNanos();
    Map<Bundle, Map<String, byte[]>> all = new HashMap<>();
    for (Map.Entry<Bundle, Map<Carrier, Future<byte[]>>> ofOne : calls.entrySet()) {
      Map<String, byte[]> states = new LinkedHashMap<>();
      for (Map.Entry<Carrier, Future<byte[]>> call : ofOne.getValue().entrySet()) {
        Carrier carrier = call.getKey();
        try {
          states.put(carrier.name(), await(carrier, call.getValue(), deadline));
        } catch (Carrier.FailedException e) {
          tellLost(carrier, e);
        }
      }
      all.put(ofOne.getKey(), states);
    }
    return all;
  }

  /** Not given up when the thread is interrupted: who asks must know what came of it. */
  private static <T> T await(Carrier carrier, Future<T> call, long deadline)
      throws Carrier.FailedException {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return call.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Carrier.FailedException told
          ? told
          : new Carrier.FailedException("it failed so badly that it cannot be said why");
    } catch (CancellationException e) {
      throw new Carrier.FailedException("there was no thread for it");
    } catch (TimeoutException e) {
      carrier.tookTooLong();
      throw new Carrier.FailedException("it did not answer within " + Seconds.of(Carrier.LIMIT));
    } finally {
      call.cancel(true);
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * Gives a bundle what others have left, to each carrier what one of its name has, within the time
   * for one call.
   *
   * @return those that were taken
   */
  public Map<String, byte[]> restore(Bundle bundle, Map<String, byte[]> states) {
    Map<Carrier, Future<byte[]>> calls = new LinkedHashMap<>();
    for (Carrier carrier : of(bundle)) {
      byte[] state = states.get(carrier.name());
      if (state != null && !carrier.hasRefused()) {
        calls.put(carrier, carrier.restore(state));
      }
    }
    long deadline = System.nanoTime() + Carrier.LIMIT.toNanos();
    Map<String, byte[]> taken = new HashMap<>();
    calls.forEach(
        (carrier, call) ->
            taken(carrier, call, deadline).ifPresent(it -> taken.put(carrier.name(), it)));
    return taken;
  }

  private static Optional<byte[]> taken(Carrier carrier, Future<byte[]> call, long deadline) {
    try {
      return Optional.of(await(carrier, call, deadline));
    } catch (Carrier.FailedException e) {
      carrier.refuses();
      LOG.warn(
          "{}: starts anew, as it cannot use the state that was left to it: {}",
          carrier.label(),
          e.getMessage());
      return Optional.empty();
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
  public void takeBack(Bundle bundle, Returned from) {
    Map<Carrier, Future<Boolean>> calls = new LinkedHashMap<>();
    for (Carrier carrier : of(bundle)) {
      byte[] returned = from.returned().get(carrier.name());
      if (returned != null) {
        Optional<byte[]> given = Optional.ofNullable(from.given().get(carrier.name()));
        calls.put(carrier, carrier.takeBack(given, returned));
      }
    }
    long deadline = System.nanoTime() + Carrier.LIMIT.toNanos();
    calls.forEach(
        (carrier, call) -> {
          try {
            boolean unused = await(carrier, call, deadline);
          } catch (Carrier.FailedException e) {
            LOG.warn(
                "{}: does not take back what the refused version has counted: {}",
                carrier.label(),
                e.getMessage());
          }
        });
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
