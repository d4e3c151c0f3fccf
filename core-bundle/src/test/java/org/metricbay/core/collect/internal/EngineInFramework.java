package org.metricbay.core.collect.internal;

import org.metricbay.api.MetricPlugin;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;

/** An engine that is told of plugins by a tracker in place of Declarative Services. */
public final class EngineInFramework implements AutoCloseable {
  private final Engine engine;
  private final PluginGate gate;
  private final ServiceTracker<MetricPlugin, ServiceReference<MetricPlugin>> tracker;

  /** Starts to track. */
  public EngineInFramework(BundleContext context) {
    engine = new Engine(context);
    gate = new PluginGate(engine);
    tracker =
        new ServiceTracker<>(context, MetricPlugin.class, null) {
          @Override
          public ServiceReference<MetricPlugin> addingService(
              ServiceReference<MetricPlugin> reference) {
            engine.bind(reference);
            return reference;
          }

          @Override
          public void removedService(
              ServiceReference<MetricPlugin> reference, ServiceReference<MetricPlugin> same) {
            engine.unbind(reference);
          }
        };
    tracker.open();
  }

  /** The engine. */
  public Engine engine() {
    return engine;
  }

  /** Its gate. */
  public PluginGate gate() {
    return gate;
  }

  @Override
  public void close() {
    tracker.close();
    engine.deactivate();
  }
}
