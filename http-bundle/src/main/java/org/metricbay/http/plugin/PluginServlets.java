package org.metricbay.http.plugin;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.metricbay.core.collect.TrialListener;
import org.metricbay.http.access.Words;
import org.metricbay.http.server.HttpThreads;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.framework.hooks.service.EventListenerHook;
import org.osgi.framework.hooks.service.FindHook;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.runtime.HttpServiceRuntime;
import org.osgi.service.servlet.whiteboard.Preprocessor;
import org.osgi.util.tracker.ServiceTracker;
import org.osgi.util.tracker.ServiceTrackerCustomizer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows what plugins offer to the HTTP whiteboard, each below its own place. Felix HTTP itself does
 * not see it ({@link WhiteboardHooks}): this registers a proxy of each in a servlet context of the
 * plugin's bundle, when the bundle is live.
 */
@Component(
    service = {},
    configurationPolicy = ConfigurationPolicy.IGNORE)
public final class PluginServlets
    implements TrialListener,
        SynchronousBundleListener,
        ServiceTrackerCustomizer<Object, PluginServlets.Offered> {
  private final Logger log = LoggerFactory.getLogger(PluginServlets.class);
  private final BundleContext context;
  private final OwnBundles own;
  private final Places places;
  private final List<ServiceRegistration<?>> registrations;
  private final ServiceTracker<Object, Offered> offers;
  private final Set<Long> onTrial = ConcurrentHashMap.newKeySet();
  private final Set<Offered> all = ConcurrentHashMap.newKeySet();

  /** What a plugin offers, and what is shown of it when the plugin is live. */
  static final class Offered {
    private final ServiceReference<Object> reference;
    private Optional<PluginPlace.Shown> shown = Optional.empty();
    private boolean gone;

    private Offered(ServiceReference<Object> reference) {
      this.reference = reference;
    }
  }

  /**
   * Hides plugins' offers from Felix HTTP before there are any. The engine is told of this listener
   * by hand: what needs the engine's threads cannot be a component that the engine needs.
   */
  @Activate
  public PluginServlets(
      BundleContext context,
      @Reference ServiceReference<HttpServiceRuntime> runtime,
      @Reference HttpThreads threads)
      throws InvalidSyntaxException {
    this.context = context;
    own = new OwnBundles(context.getBundle());
    UnderWay underWay = new UnderWay();
    places = new Places(context, underWay, threads);
    offers = new ServiceTracker<>(context, context.createFilter(Offer.FILTER), this);
    context.addBundleListener(this);
    registrations =
        List.of(
            context.registerService(
                new String[] {FindHook.class.getName(), EventListenerHook.class.getName()},
                new WhiteboardHooks(own, runtime.getBundle()),
                null),
            context.registerService(Preprocessor.class, underWay, null),
            context.registerService(TrialListener.class, this, null));
    offers.open(true);
  }

  @Deactivate
  void deactivate() {
    offers.close();
    registrations.forEach(ServiceRegistration::unregister);
    context.removeBundleListener(this);
  }

  @Override
  public @Nullable Offered addingService(ServiceReference<Object> reference) {
    Bundle bundle = reference.getBundle();
    if (bundle == null || own.contains(bundle)) {
      return null;
    }
    Optional<String> refusal = Offer.refusal(reference);
    if (refusal.isPresent()) {
      refuse(bundle, refusal.get());
      return null;
    }
    Offered offered = new Offered(reference);
    all.add(offered);
    // Asked after it has been noted: who promotes the bundle just now shows it otherwise.
    if (!onTrial.contains(bundle.getBundleId())) {
      show(offered, bundle);
    }
    return offered;
  }

  private void refuse(Bundle bundle, String why) {
    log.warn("{} {}: {}", Words.oneLine(bundle.getSymbolicName()), bundle.getVersion(), why);
  }

  @Override
  public void modifiedService(ServiceReference<Object> reference, Offered offered) {
    Optional<PluginPlace.Shown> before;
    synchronized (offered) {
      before = offered.shown;
      offered.shown = Optional.empty();
    }
    Bundle bundle = reference.getBundle();
    if (before.isPresent() && bundle != null) {
      Optional<String> refusal = Offer.refusal(reference);
      refusal.ifPresentOrElse(why -> refuse(bundle, why), () -> show(offered, bundle));
      places.remove(before.get());
    }
  }

  @Override
  public void removedService(ServiceReference<Object> reference, Offered offered) {
    all.remove(offered);
    Optional<PluginPlace.Shown> shown;
    synchronized (offered) {
      offered.gone = true;
      shown = offered.shown;
      offered.shown = Optional.empty();
    }
    shown.ifPresent(places::remove);
  }

  @Override
  public void staged(Bundle bundle) {
    onTrial.add(bundle.getBundleId());
  }

  @Override
  public void promoted(Bundle bundle) {
    onTrial.remove(bundle.getBundleId());
    // Filters first, so that nothing is shown without those that are to go before it.
    all.stream()
        .filter(offered -> bundle.equals(offered.reference.getBundle()))
        .sorted(Comparator.comparing(offered -> !Offer.isFilter(offered.reference)))
        .forEach(offered -> show(offered, bundle));
  }

  private void show(Offered offered, Bundle bundle) {
    synchronized (offered) {
      if (offered.shown.isEmpty() && !offered.gone) {
        offered.shown = Optional.of(places.show(offered.reference, bundle));
      }
    }
  }

  @Override
  public void bundleChanged(BundleEvent event) {
    long id = event.getBundle().getBundleId();
    if (event.getType() == BundleEvent.STOPPED) {
      places.stopped(id);
    } else if (event.getType() == BundleEvent.UNINSTALLED) {
      onTrial.remove(id);
    }
  }
}
