package org.metricbay.core.collect.internal;

import org.metricbay.api.MetricPlugin;
import org.metricbay.core.collect.Origin;
import org.metricbay.core.collect.Shipped;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;

/**
 * Takes in the collectors that bundles register, and lets go of those that go. The service objects
 * are not fetched, since making one is already a call into the plugin.
 */
final class Registrations implements AutoCloseable {
  private final BundleContext context;
  private final Limits limits;
  private final CollectorSet collectors;
  private final Caller caller;
  private final Shipped shipped;
  private final Suspects suspects;
  private final ServiceRegistration<?> suspectsService;

  /** Has none yet. */
  Registrations(BundleContext context, Limits limits, CollectorSet collectors, Caller caller) {
    this.context = context;
    this.limits = limits;
    this.collectors = collectors;
    this.caller = caller;
    this.shipped = Shipped.of(context);
    this.suspects = new Suspects(caller.longestScrape(), shipped);
    this.suspectsService = suspects.register(context);
    hideLeftOvers();
  }

  /** What an engine before has left running, which the deployer will remove. */
  private void hideLeftOvers() {
    for (Bundle bundle : context.getBundles()) {
      if (Origin.of(bundle).isPresent()) {
        collectors.hide(bundle);
      }
    }
  }

  /** Watches what bundles take before they have registered any. */
  Starts starts() {
    return new Starts(suspects);
  }

  void add(ServiceReference<MetricPlugin> reference) {
    Bundle bundle = reference.getBundle();
    if (bundle == null) {
      return; // It is gone already.
    }
    CallTrace trace = suspects.add(reference, bundle);
    Limits most =
        shipped.contains(bundle) ? limits.ofShipped(Runtime.getRuntime().maxMemory()) : limits;
    CollectorService collector =
        new CollectorService(context, reference, most, trace, () -> collectors.changed(bundle));
    collectors.add(collector);
    if (collector.isNew() && collectors.live().collectors().contains(collector)) {
      caller.first(collector); // It came without a trial; this tells its name.
    }
  }

  void remove(ServiceReference<MetricPlugin> reference) {
    suspects.remove(reference);
    collectors.remove(reference);
    context.ungetService(reference);
  }

  @Override
  public void close() {
    suspectsService.unregister();
  }
}
