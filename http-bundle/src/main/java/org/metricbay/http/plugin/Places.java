package org.metricbay.http.plugin;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.metricbay.http.server.HttpThreads;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/** The places of all plugins; each is there as long as its bundle runs and shows something. */
final class Places {
  private static final int MOST_WAITING = 256;

  private final BundleContext context;
  private final UnderWay underWay;
  private final HttpThreads threads;
  private final Semaphore waiting = new Semaphore(MOST_WAITING);
  private final Map<Long, Used> places = new HashMap<>();
  private final Map<Long, PluginCalls> calls = new HashMap<>();

  /** Later versions go before earlier ones that are still there. */
  private int generations;

  private static final class Used {
    private final PluginPlace place;
    private int shown;

    private Used(PluginPlace place) {
      this.place = place;
    }
  }

  Places(BundleContext context, UnderWay underWay, HttpThreads threads) {
    this.context = context;
    this.underWay = underWay;
    this.threads = threads;
  }

  /** Shows what a bundle offers at its place. */
  PluginPlace.Shown show(ServiceReference<Object> offer, Bundle bundle) {
    return enter(bundle).show(offer);
  }

  private synchronized PluginPlace enter(Bundle bundle) {
    Used used = places.get(bundle.getBundleId());
    if (used == null) {
      generations++;
      PluginCalls into =
          calls.computeIfAbsent(
              bundle.getBundleId(), id -> new PluginCalls(bundle, threads, waiting));
      used = new Used(new PluginPlace(context, bundle, generations, underWay, into));
      places.put(bundle.getBundleId(), used);
    }
    used.shown++;
    return used.place;
  }

  /** Takes away what was shown of a bundle. */
  void remove(PluginPlace.Shown shown) {
    shown.remove();
    leave(shown.bundleId()).ifPresent(PluginPlace::close);
  }

  private synchronized Optional<PluginPlace> leave(long id) {
    Used used = places.get(id);
    if (used == null) {
      return Optional.empty();
    }
    used.shown--;
    if (used.shown > 0) {
      return Optional.empty();
    }
    places.remove(id);
    return Optional.of(used.place);
  }

  /** Ends the answers that a bundle which has stopped has left open. */
  void stopped(long id) {
    Optional<PluginCalls> ended;
    synchronized (this) {
      ended = Optional.ofNullable(calls.remove(id));
    }
    ended.ifPresent(PluginCalls::endAll);
  }
}
