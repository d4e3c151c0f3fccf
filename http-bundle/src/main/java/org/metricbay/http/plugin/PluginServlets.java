package org.metricbay.http.plugin;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.metricbay.core.collect.TrialListener;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.hooks.service.EventListenerHook;
import org.osgi.framework.hooks.service.FindHook;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.runtime.HttpServiceRuntime;
import org.osgi.util.tracker.ServiceTracker;
import org.osgi.util.tracker.ServiceTrackerCustomizer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows what plugins offer to the HTTP whiteboard, each below its own place. Felix HTTP itself does
 * not see it ({@link WhiteboardHooks}): this registers a proxy of each in a servlet context of the
 * plugin's bundle, when the bundle is live.
 */
@Component(service = TrialListener.class, configurationPolicy = ConfigurationPolicy.IGNORE)
public final class PluginServlets
    implements TrialListener, ServiceTrackerCustomizer<Object, PluginServlets.Shown> {
  private final Logger log = LoggerFactory.getLogger(PluginServlets.class);
  private final BundleContext context;
  private final OwnBundles own;
  private final ServiceRegistration<?> hooks;
  private final ServiceTracker<Object, Shown> offers;

  /** Later versions go before earlier ones that are still there. */
  private final AtomicInteger generations = new AtomicInteger();

  private final Map<Long, PluginPlace> places = new HashMap<>();
  private final Set<Long> onTrial = new HashSet<>();

  /** What a plugin offers, and its proxy once that is registered. */
  static final class Shown {
    private final ServiceReference<Object> reference;
    private Optional<PluginPlace.Proxy> proxy = Optional.empty();

    private Shown(ServiceReference<Object> reference) {
      this.reference = reference;
    }
  }

  /** Hides plugins' offers from Felix HTTP before there are any. */
  @Activate
  public PluginServlets(
      BundleContext context, @Reference ServiceReference<HttpServiceRuntime> runtime)
      throws InvalidSyntaxException {
    this.context = context;
    own = new OwnBundles(context.getBundle());
    hooks =
        context.registerService(
            new String[] {FindHook.class.getName(), EventListenerHook.class.getName()},
            new WhiteboardHooks(own, runtime.getBundle()),
            null);
    offers = new ServiceTracker<>(context, context.createFilter(Offer.FILTER), this);
    offers.open(true);
  }

  @Deactivate
  void deactivate() {
    offers.close();
    hooks.unregister();
  }

  @Override
  public @Nullable Shown addingService(ServiceReference<Object> reference) {
    Bundle bundle = reference.getBundle();
    if (bundle == null || own.contains(bundle)) {
      return null;
    }
    Optional<String> refusal = Offer.refusal(reference);
    if (refusal.isPresent()) {
      log.warn("{} {}: {}", bundle.getSymbolicName(), bundle.getVersion(), refusal.get());
      return null;
    }
    Shown shown = new Shown(reference);
    boolean live;
    synchronized (this) {
      live = !onTrial.contains(bundle.getBundleId());
    }
    if (live) {
      show(shown, bundle);
    }
    return shown;
  }

  @Override
  public void modifiedService(ServiceReference<Object> reference, Shown shown) {
    Bundle bundle = reference.getBundle();
    if (shown.proxy.isPresent() && bundle != null) {
      Optional<PluginPlace.Proxy> before = shown.proxy;
      shown.proxy = Optional.empty();
      show(shown, bundle);
      before.ifPresent(PluginPlace.Proxy::remove);
    }
  }

  @Override
  public void removedService(ServiceReference<Object> reference, Shown shown) {
    Optional<PluginPlace.Proxy> gone;
    synchronized (shown) {
      gone = shown.proxy;
      shown.proxy = Optional.empty();
    }
    gone.ifPresent(PluginPlace.Proxy::remove);
  }

  @Override
  public synchronized void staged(Bundle bundle) {
    onTrial.add(bundle.getBundleId());
  }

  @Override
  public void promoted(Bundle bundle) {
    synchronized (this) {
      onTrial.remove(bundle.getBundleId());
    }
    for (Shown shown : offers.getTracked().values()) {
      if (bundle.equals(shown.reference.getBundle())) {
        show(shown, bundle);
      }
    }
  }

  private void show(Shown shown, Bundle bundle) {
    synchronized (shown) {
      if (shown.proxy.isEmpty()) {
        shown.proxy = Optional.of(place(bundle).proxy(shown.reference));
      }
    }
  }

  /** The bundle's place, which is there as long as something is in it. */
  private synchronized PluginPlace place(Bundle bundle) {
    return places.computeIfAbsent(
        bundle.getBundleId(),
        id -> new PluginPlace(context, bundle, generations.incrementAndGet(), this::left));
  }

  private synchronized void left(Bundle bundle) {
    places.remove(bundle.getBundleId());
  }
}
